using System.Globalization;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>What matters, in a few sentences without figures that change all the time: a screen reader reads them out when they change.</summary>
internal static class SummarySection
{
    /// <summary>The sentences, the worst first.</summary>
    public static Html Render(PageData data)
    {
        Html[] alarms = [.. Alarms(data).Select(text => Html.Of($"""<p class="alarm">{text}</p>"""))];
        Html[] moves = [.. data.Journal.Running.Select(entry => Html.Of($"<p>{Moving(entry)}</p>"))];
        return alarms.Length + moves.Length > 0
            ? Html.Join([.. alarms, .. moves])
            : Html.Of($"<p>{(data.Snapshot.Node is null ? "Waiting for the first sample." : "All is well: no rule is in effect, and no migration is in flight.")}</p>");
    }

    private static IEnumerable<string> Alarms(PageData data)
    {
        JournalReading journal = data.Journal;
        if (journal.Unresolved.Count > 0)
            yield return Counted(journal.Unresolved.Count, "migration needs a person: nobody knows yet who has the guest.", "migrations need a person: nobody knows yet who has the guests.");
        if (journal.Stale.Count > 0)
            yield return Counted(journal.Stale.Count, "migration has fallen silent.", "migrations have fallen silent.");
        if (data.Snapshot is { Node: not null, CollectorUp: false })
            yield return "libvirt does not answer: the figures of this node are old.";
        if (data.Past.Failure is not null)
            yield return "The journal cannot be read.";
        foreach (RuleDocument rule in data.Rules.Rules.Where(r => r.InEffect))
            yield return $"{rule.Domain?.Name ?? data.Rules.Node ?? "The node"} is {rule.State}: rule {rule.Rule} ({rule.Resource}).";
        foreach (WatchedNodeDocument node in data.Autopilot.Nodes.Where(n => !n.Up))
            yield return $"{node.Node} is unreachable.";
    }

    private static string Moving(JournalEntry entry) => $"{entry.Domain.Name} moves to {PageText.Host(entry.DestinationUri)}.";

    private static string Counted(int count, string one, string several) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several)}");
}
