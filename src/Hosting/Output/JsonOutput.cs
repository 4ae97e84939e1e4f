using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ShadowMig.Hosting.Output;

/// <summary>Writes the one document on standard output.</summary>
internal static class JsonOutput
{
    // The document goes to a terminal or a file, never into a web page: quotes may stay readable.
    private static readonly DocumentContext Readable = Context(isIndented: true);
    private static readonly DocumentContext Compact = Context(isIndented: false);

    /// <summary>Writes a document and ends the line.</summary>
    public static void Write<T>(TextWriter writer, T document)
    {
        writer.WriteLine(Text(document));
        writer.Flush();
    }

    /// <summary>Writes a document as one line, to be one of many (https://github.com/ndjson/ndjson-spec).</summary>
    public static void WriteLine<T>(TextWriter writer, T document)
    {
        writer.WriteLine(Text(document, Compact));
        writer.Flush();
    }

    /// <summary>A document as text.</summary>
    public static string Text<T>(T document) => Text(document, Readable);

    /// <summary>A document as part of another.</summary>
    public static JsonElement Element<T>(T document) => JsonSerializer.SerializeToElement(document, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!);

    /// <summary>A document from another process of the same service; null when the text holds none.</summary>
    /// <exception cref="JsonException">The text is not such a document.</exception>
    public static T? Read<T>(string text)
        where T : class => JsonSerializer.Deserialize(text, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!);

    private static string Text<T>(T document, DocumentContext context) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))!);

    private static DocumentContext Context(bool isIndented) => new(new JsonSerializerOptions(DocumentContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = isIndented,
    });
}
