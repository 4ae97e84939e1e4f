using System.Text.Json;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>The names in the body of an action.</summary>
internal static class ApiBody
{
    private const int MostCharacters = 200;

    /// <summary>Reads one JSON object with the fields of an action; nothing else passes.</summary>
    /// <returns>The fields that are there; flags as "true" or "false".</returns>
    /// <exception cref="FormatException">It is something else; the message says what to send.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlyMemory<byte> body, ApiAction action)
    {
        Dictionary<string, string> values = [];
        string example = $"send for example {{ \"{action.Required}\": \"NAME\" }}";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new() { MaxDepth = 2 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException($"the body is not one JSON object: {example}");
            foreach (JsonProperty field in document.RootElement.EnumerateObject())
                Take(values, field, action);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the body is not JSON: {example}");
        }

        return values.ContainsKey(action.Required) ? values : throw new FormatException($"'{action.Required}' is missing: {example}");
    }

    private static void Take(Dictionary<string, string> values, JsonProperty field, ApiAction action)
    {
        if (!action.Fields.Contains(field.Name))
            throw new FormatException($"unknown field '{field.Name}'; known: {string.Join(", ", action.Fields)}");
        if (!values.TryAdd(field.Name, action.Flags.Contains(field.Name) ? Flag(field) : Text(field)))
            throw new FormatException($"'{field.Name}' stands there twice");
    }

    private static string Text(JsonProperty field) =>
        field.Value.ValueKind == JsonValueKind.String && field.Value.GetString() is { Length: > 0 and <= MostCharacters } text && !text.Any(char.IsControl)
            ? text
            : throw new FormatException($"'{field.Name}' must be text of 1 to {MostCharacters} characters without control characters");

    private static string Flag(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new FormatException($"'{field.Name}' must be true or false"),
    };
}
