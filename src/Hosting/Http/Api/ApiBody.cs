using System.Text.Json;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>The names in the body of an action.</summary>
internal static class ApiBody
{
    private const int MostCharacters = 200;

    /// <summary>Reads one JSON object of texts; nothing else passes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="required">The field that must be there.</param>
    /// <param name="optional">The field that may be there; null for none.</param>
    /// <exception cref="FormatException">It is something else; the message says what to send.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlyMemory<byte> body, string required, string? optional)
    {
        Dictionary<string, string> values = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new() { MaxDepth = 2 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException($"send one JSON object, for example {{ \"{required}\": \"NAME\" }}");
            foreach (JsonProperty field in document.RootElement.EnumerateObject())
                Take(values, field, required, optional);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the body is not JSON: send for example {{ \"{required}\": \"NAME\" }}");
        }

        return values.ContainsKey(required) ? values : throw new FormatException($"'{required}' is missing: send for example {{ \"{required}\": \"NAME\" }}");
    }

    private static void Take(Dictionary<string, string> values, JsonProperty field, string required, string? optional)
    {
        if (field.Name != required && field.Name != optional)
            throw new FormatException($"unknown field '{field.Name}'; known: {required}{(optional is null ? "" : $", {optional}")}");
        if (field.Value.ValueKind != JsonValueKind.String || field.Value.GetString() is not { Length: > 0 and <= MostCharacters } text || text.Any(char.IsControl))
            throw new FormatException($"'{field.Name}' must be text of 1 to {MostCharacters} characters without control characters");
        if (!values.TryAdd(field.Name, text))
            throw new FormatException($"'{field.Name}' stands there twice");
    }
}
