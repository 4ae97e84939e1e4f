using System.Text.Json;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Numbers out of documents in which any of them may be missing.</summary>
internal static class JsonReading
{
    /// <summary>The number at a path such as <c>prediction.totalSeconds.p50</c>; null when any part is missing or null.</summary>
    public static double? NumberOrNull(this JsonElement element, string path)
    {
        JsonElement? at = element.At(path);
        return at is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
    }

    /// <summary>The text at a path; null when any part is missing or null.</summary>
    public static string? TextOrNull(this JsonElement element, string path)
    {
        JsonElement? at = element.At(path);
        return at is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    /// <summary>The element at a path; null when any part is missing.</summary>
    public static JsonElement? At(this JsonElement element, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }
}
