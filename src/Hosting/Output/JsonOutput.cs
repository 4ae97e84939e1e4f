using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ShadowMig.Hosting.Output;

/// <summary>Writes the one document on standard output.</summary>
internal static class JsonOutput
{
    // The document goes to a terminal or a file, never into a web page: quotes may stay readable.
    private static readonly DocumentContext Readable = new(new JsonSerializerOptions(DocumentContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a document and ends the line.</summary>
    public static void Write<T>(TextWriter writer, T document)
    {
        writer.WriteLine(JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!));
        writer.Flush();
    }
}
