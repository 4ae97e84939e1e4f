using System.Text.Json;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>A dashboard as it is shipped; rows are left out.</summary>
/// <param name="Uid">Its identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Variables">Its variables and the query of each, which a data source has none of.</param>
/// <param name="Panels">Its panels.</param>
internal sealed record Dashboard(string Uid, string Title, IReadOnlyDictionary<string, string?> Variables, IReadOnlyList<Panel> Panels)
{
    public static IReadOnlyList<Dashboard> All { get; } = [.. DeployFolder.Dashboards.Select(Read)];

    private static Dashboard Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement root = document.RootElement;
        return new(
            root.GetProperty("uid").GetString()!,
            root.GetProperty("title").GetString()!,
            root.GetProperty("templating").GetProperty("list").EnumerateArray().ToDictionary(
                v => v.GetProperty("name").GetString()!,
                v => v.TryGetProperty("definition", out JsonElement query) ? query.GetString() : null),
            [.. root.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row").Select(Panel.Read)]);
    }
}
