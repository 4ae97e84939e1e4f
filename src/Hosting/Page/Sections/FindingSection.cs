using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>What was decided for one node: why it had to be relieved, and the fate of each guest and of each node that it could have gone to.</summary>
internal static class FindingSection
{
    /// <summary>The section.</summary>
    /// <param name="finding">What was decided.</param>
    /// <param name="id">Its identifier on the page.</param>
    /// <param name="guests">UUIDs of the guests that have a page.</param>
    public static Html Render(FindingDetailDocument finding, string id, IReadOnlySet<Guid> guests) => Html.Of(
        $"""
        <section aria-labelledby="{id}"><h2 id="{id}">{finding.Node}: {DecisionText.Outcome(finding)}</h2>
        {PageText.Reasons(finding.Reasons)}{Causes(finding.Causes)}{Guests(finding.Guests, guests)}{finding.Placements.Select(Placement)}</section>
        """);

    private static Html Causes(IReadOnlyList<CauseDocument> causes) => causes.Count == 0
        ? Html.Empty
        : Html.Of($"<ul>{causes.Select(cause => Html.Of($"<li>{DecisionText.Cause(cause)} <code>{cause.Reason.Code}</code></li>"))}</ul>");

    private static Html Guests(IReadOnlyList<GuestFateDocument> fates, IReadOnlySet<Guid> guests)
    {
        Table table = new("Guests of the node", "guest", "asks for", "move takes", "fate", "why");
        foreach (GuestFateDocument guest in fates)
        {
            table.Row(
                PageText.Guest(guest.Domain, guests), Html.Text(DecisionText.Demand(guest)), Html.Text(DecisionText.Seconds(guest)),
                Html.Of($"<code>{guest.Fate.Code}</code>"), Html.Text(guest.Fate.Message));
        }

        return table.ToHtml("No guest of it was looked at.");
    }

    private static Html Placement(PlacementDocument placement)
    {
        Table table = new($"Nodes for {placement.Domain.Name}", "node", "load with it", "fate", "why");
        foreach (TargetFateDocument target in placement.Targets)
            table.Row(Html.Text(target.Node), Html.Text(DecisionText.Load(target)), Html.Of($"<code>{target.Fate.Code}</code>"), Html.Text(target.Fate.Message));
        return table.ToHtml($"There was no node for {placement.Domain.Name}.");
    }
}
