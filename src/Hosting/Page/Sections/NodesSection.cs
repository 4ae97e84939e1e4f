using System.Globalization;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>This node and the fleet: load, and which rules say that it is too much.</summary>
internal static class NodesSection
{
    /// <summary>The section's content.</summary>
    public static Html Render(PageData data) => Html.Join([ThisNode(data), Rules(data.Rules), Fleet(data)]);

    private static Html ThisNode(PageData data)
    {
        Table table = new("The node of this service", "node", "state", "guests", "processors busy", "memory in use", "memory available", "stalled for processors", "for memory", "for disks");
        if (data.Snapshot.Node is { } node)
        {
            table.Row(
                Html.Text(node.HostName),
                data.Snapshot.CollectorUp ? PageText.Badge("answers", Tone.Good) : PageText.Badge("libvirt does not answer", Tone.Bad),
                Number(data.Snapshot.Guests.Count),
                PageText.Bar(node.CpuUtilization),
                PageText.Bar(node.MemoryUtilization),
                Html.Text($"{HumanText.RoughSize(node.MemoryAvailable)} of {HumanText.RoughSize(node.MemoryTotal)}"),
                Pressure(node, "cpu"), Pressure(node, "memory"), Pressure(node, "io"));
        }

        Html at = data.Snapshot.At == default ? Html.Empty : Html.Of($"""<p class="note">Sampled at {PageText.At(data.Snapshot.At)}</p>""");
        return Html.Join([table.ToHtml("The node has not been sampled yet."), at]);
    }

    private static Html Rules(RulesDocument rules)
    {
        Table table = new("Rules in effect, or about to be", "rule", "of", "state", "since", "why");
        foreach (RuleDocument rule in rules.Rules.Where(r => r.InEffect || r.State == "pending"))
        {
            table.Row(
                Html.Text(rule.Rule), Html.Text(rule.Domain?.Name ?? rules.Node ?? "node"),
                PageText.Badge(rule.Stale ? $"{rule.State}, stale" : rule.State, rule.InEffect ? Tone.Bad : Tone.Caution), PageText.At(rule.Since), Html.Text(rule.Reason.Message));
        }

        return table.ToHtml(string.Create(CultureInfo.InvariantCulture, $"No rule is in effect; {rules.Rules.Count(r => r.State != "unknown")} of {rules.Rules.Count} have a reading of their signal."));
    }

    private static Html Fleet(PageData data)
    {
        if (data.Autopilot.Nodes.Count == 0)
            return Html.Empty;
        Table table = new("The fleet, as the autopilot sees it", "node", "state", "guests", "they ask for", "of processors", "guests may come");
        foreach (WatchedNodeDocument node in data.Autopilot.Nodes)
        {
            table.Row(
                Html.Text(node.Node), State(node), Number(node.Guests), PageText.Bar(node.DemandRatio),
                Html.Text(node.Processors?.ToString("0.##", CultureInfo.InvariantCulture) ?? HumanText.Unknown),
                data.Journal.Cordoned.Contains(node.Node) ? PageText.Badge("cordoned", Tone.Caution) : Html.Text("yes"));
        }

        return table.ToHtml("");
    }

    private static Html State(WatchedNodeDocument node) => !node.Up
        ? PageText.Badge("unreachable", Tone.Bad)
        : PageText.Badge(node.State, node.State switch
        {
            "ok" => Tone.Good,
            "unknown" => Tone.Plain,
            "pending" => Tone.Caution,
            _ => Tone.Bad,
        });

    private static Html Number(int number) => Html.Of($"{number}");

    private static Html Pressure(NodeSample node, string resource) =>
        Html.Text(node.Pressure.TryGetValue(resource, out double share) ? HumanText.Ratio(Math.Round(share, 2)) : HumanText.Unknown);
}
