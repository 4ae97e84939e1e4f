using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads a JSON file into flat values that remember their lines. Comments and trailing commas are welcome.</summary>
internal static class JsonConfigurationReader
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>All values, and what is wrong with the JSON itself.</summary>
    public static (IReadOnlyList<ConfigurationEntry> Entries, IReadOnlyList<ConfigurationProblem> Problems) Read(ReadOnlySpan<byte> json)
    {
        List<ConfigurationEntry> entries = [];
        List<ConfigurationProblem> problems = [];
        try
        {
            ReadDocument(json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json, entries, problems);
        }
        catch (JsonException e)
        {
            string what = e.Message.Split(" LineNumber:", 2)[0].TrimEnd();
            problems.Add(new((int)(e.LineNumber ?? 0) + 1, $"not valid JSON: {what}"));
        }
        catch (InvalidOperationException)
        {
            // The reader finds no fault with them until somebody wants the text.
            problems.Add(new(null, "not valid JSON: a text holds bytes that are no UTF-8, or half a surrogate pair; save the file as UTF-8"));
        }

        return (entries, problems);
    }

    private static void ReadDocument(ReadOnlySpan<byte> json, List<ConfigurationEntry> entries, List<ConfigurationProblem> problems)
    {
        Utf8JsonReader reader = new(json, Options);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        Stack<(string Path, int Index)> containers = new();
        string key = "";
        bool isObject = false;
        while (reader.Read())
        {
            isObject |= reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.StartObject;
            int line = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    key = Join(containers.Peek().Path, reader.GetString()!);
                    if (!seen.Add(key))
                        problems.Add(new(line, $"'{key}' is set twice; keep one"));
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    containers.Push((NextPath(containers, key), reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    containers.Pop();
                    break;
                default:
                    string value = reader.TokenType == JsonTokenType.Null ? "" : reader.TokenType == JsonTokenType.String
                        ? reader.GetString()!
                        : Encoding.UTF8.GetString(reader.ValueSpan);
                    entries.Add(new(NextPath(containers, key), value, reader.TokenType, line));
                    break;
            }
        }

        if (!isObject)
            problems.Add(new(1, "a configuration is one JSON object: { \"Section\": { \"Key\": value } }"));
    }

    private static string NextPath(Stack<(string Path, int Index)> containers, string key)
    {
        if (!containers.TryPeek(out (string Path, int Index) container) || container.Index < 0)
            return key;
        containers.Pop();
        containers.Push(container with { Index = container.Index + 1 });
        return Join(container.Path, container.Index.ToString(CultureInfo.InvariantCulture));
    }

    private static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}:{child}";
}
