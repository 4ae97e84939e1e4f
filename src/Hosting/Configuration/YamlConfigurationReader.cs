using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads a YAML file into flat values that remember their lines: one document of mappings, lists and plain or quoted values.</summary>
internal static class YamlConfigurationReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All values, and what is wrong with the YAML itself.</summary>
    public static (IReadOnlyList<ConfigurationEntry> Entries, IReadOnlyList<ConfigurationProblem> Problems) Read(ReadOnlySpan<byte> yaml)
    {
        YamlTree tree = new();
        int line = 1;
        try
        {
            Parser parser = new(new StringReader(Strict.GetString(yaml.StartsWith(Encoding.UTF8.Preamble) ? yaml[Encoding.UTF8.Preamble.Length..] : yaml)));
            while (parser.MoveNext() && parser.Current is { } node)
                Take(tree, node, line = (int)node.Start.Line);
        }
        catch (YamlException e)
        {
            tree.Complain((int)e.Start.Line, $"not valid YAML: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // The parser gives up on some damages without saying where.
            tree.Complain(line, "not valid YAML here, or soon after");
        }
        catch (DecoderFallbackException)
        {
            tree.Complain(null, "not valid YAML: a text holds bytes that are no UTF-8; save the file as UTF-8");
        }

        return (tree.Entries, tree.Problems);
    }

    private static void Take(YamlTree tree, ParsingEvent node, int line)
    {
        if (node is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
            throw new YamlException(node.Start, node.End, "anchors, aliases and tags are not read here; write the value out");
        switch (node)
        {
            case Scalar scalar:
                tree.Value(scalar.Value, Token(scalar), line);
                break;
            case MappingStart or SequenceStart:
                tree.Open(isList: node is SequenceStart, line);
                break;
            case MappingEnd or SequenceEnd:
                tree.Close();
                break;
            case DocumentStart:
                tree.Begin(line);
                break;
        }
    }

    // YAML's core schema, as far as a configuration needs it.
    private static JsonTokenType Token(Scalar scalar) => scalar is not { Style: ScalarStyle.Plain } ? JsonTokenType.String : scalar.Value switch
    {
        "" or "~" or "null" => JsonTokenType.Null,
        "true" => JsonTokenType.True,
        "false" => JsonTokenType.False,
        _ when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => JsonTokenType.Number,
        _ => JsonTokenType.String,
    };
}
