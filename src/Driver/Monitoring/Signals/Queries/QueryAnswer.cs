using System.Globalization;
using System.Text.Json;

namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>Reads the answer to an instant query: a vector or a scalar.</summary>
internal static class QueryAnswer
{
    /// <summary>The numbers of an answer.</summary>
    /// <exception cref="FormatException">It is an error, or not such an answer; the message says what came.</exception>
    public static IReadOnlyList<QueryElement> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (Text(root, "status") != "success")
                throw new FormatException(Text(root, "error") ?? "the answer is no answer of Prometheus");
            JsonElement data = root.GetProperty("data");
            JsonElement result = data.GetProperty("result");
            return Text(data, "resultType") switch
            {
                "vector" => [.. result.EnumerateArray().Select(Element)],
                "scalar" => [new(null, null, Number(result))],
                var other => throw new FormatException($"the result is a {other}; write a query that gives an instant vector or a scalar"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new FormatException("the answer is no answer of Prometheus", exception);
        }
    }

    private static QueryElement Element(JsonElement element)
    {
        JsonElement labels = element.GetProperty("metric");
        // Native histograms have no value.
        return new(Text(labels, "uuid"), Text(labels, "domain"), element.TryGetProperty("value", out JsonElement value) ? Number(value) : double.NaN);
    }

    // A pair of time and number, the number as text.
    private static double Number(JsonElement pair) =>
        double.TryParse(pair[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
