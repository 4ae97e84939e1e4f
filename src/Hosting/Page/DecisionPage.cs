using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Page;

/// <summary>One decision of the autopilot: why, who could have moved and where to, and what came of it.</summary>
internal static class DecisionPage
{
    /// <summary>What changes of it while its moves run.</summary>
    public static IReadOnlyList<LivePart> Parts(DecisionData data) => [new("decision", Content(data))];

    /// <summary>The whole page; one whose moves are over does not change any more.</summary>
    public static Html Render(DecisionData data)
    {
        DecisionEntry entry = data.Entry;
        bool isLive = entry.Moves.Any(m => m.State is MoveState.Waiting or MoveState.Running);
        return PageLayout.Render($"Decision {entry.Id}: ShadowMig", isLive ? $"/events/decisions/{Uri.EscapeDataString(entry.Id)}" : null, Html.Of(
            $"""
            <h1>Decision {entry.Id}</h1>
            <div id="decision">{Content(data)}</div>
            """));
    }

    private static Html Content(DecisionData data)
    {
        if (data.Entry.Decision is not { } decision)
            return Html.Of($"""<p class="empty">It was recorded by another version and cannot be read.</p>""");
        Html held = decision.HeldUntil is { } until ? PageText.Fact("held until", PageText.At(until)) : Html.Empty;
        return Html.Of(
            $"""
            <dl class="facts">{PageText.Fact("made", PageText.At(data.Entry.At))}{PageText.Fact("outcome", DecisionText.Outcome(decision.Outcome.Name(), data.Entry.IsArmed))}{held}</dl>
            <section aria-labelledby="moves-title"><h2 id="moves-title">Moves</h2>{Moves(data)}</section>
            {decision.Findings.Select((finding, i) => FindingSection.Render(FindingDetailDocument.From(finding), $"node-{i + 1}", data.Guests))}
            <p class="note">Made again from its record, and compared: <code>shadowmig explain {data.Entry.Id} --replay</code></p>
            """);
    }

    private static Html Moves(DecisionData data)
    {
        Table table = new("Moves, in the order in which they were to run", "guest", "from", "to", "move takes", "why", "came to", "migration");
        foreach (DecidedMoveDocument move in DecidedMoveDocument.Of(data.Entry))
        {
            table.Row(
                PageText.Guest(move.Domain, data.Guests), Html.Text(move.From), Html.Text(move.To), Html.Text(HumanText.Seconds(move.PredictedSeconds)),
                Html.Of($"{move.Reason.Message} <code>{move.Reason.Code}</code>"), Html.Of($"<strong>{move.State ?? "decided"}</strong>{PageText.Reasons(move.Reasons)}"),
                move.MigrationId is { } id ? PageText.Migration(id) : Html.Text("none"));
        }

        return table.ToHtml("No guest was to move.");
    }
}
