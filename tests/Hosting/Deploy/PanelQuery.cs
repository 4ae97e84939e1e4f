using System.Text.Json;
using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>What a panel asks Prometheus, and how it names the answers; null for Prometheus' own names.</summary>
internal sealed partial record PanelQuery(string Text, string? Legend)
{
    /// <summary>Labels that the answers are named by.</summary>
    public IEnumerable<string> Labels => LabelOfLegend().Matches(Legend ?? "").Select(match => match.Groups[1].Value);

    public static PanelQuery Read(JsonElement target) => new(
        target.GetProperty("expr").GetString()!,
        target.TryGetProperty("legendFormat", out JsonElement legend) ? legend.GetString() : null);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LabelOfLegend();
}
