using System.Text.Json;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>A panel of a dashboard; what the file does not say is null.</summary>
internal sealed record Panel(string Title, string? Description, string? Unit, string? DataSource, IReadOnlyList<PanelQuery> Queries, IReadOnlyList<(int X, int Y)> Cells)
{
    public static Panel Read(JsonElement panel) => new(
        panel.GetProperty("title").GetString()!,
        Text(panel, "description"),
        Text(panel, "fieldConfig", "defaults", "unit"),
        Text(panel, "datasource", "uid"),
        panel.TryGetProperty("targets", out JsonElement targets) ? [.. targets.EnumerateArray().Select(PanelQuery.Read)] : [],
        ReadCells(panel.GetProperty("gridPos")));

    private static string? Text(JsonElement element, params IEnumerable<string> path)
    {
        foreach (string name in path)
        {
            if (!element.TryGetProperty(name, out JsonElement inner))
                return null;
            element = inner;
        }

        return element.GetString();
    }

    private static (int X, int Y)[] ReadCells(JsonElement position)
    {
        int Value(string name) => position.GetProperty(name).GetInt32();
        return
        [
            .. Enumerable.Range(Value("x"), Value("w")).SelectMany(_ => Enumerable.Range(Value("y"), Value("h")), (x, y) => (x, y)),
        ];
    }
}
