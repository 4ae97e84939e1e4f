using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>What the autopilot decides now, and what it decided, with the reasons.</summary>
internal static class DecisionsSection
{
    /// <summary>The section's content.</summary>
    public static Html Render(PageData data) => Html.Join([Now(data.Autopilot), Past(data.Past)]);

    private static Html Now(AutopilotDocument autopilot)
    {
        if (autopilot.State == "off")
            return Html.Of($"""<p class="empty">The autopilot is off: no nodes are configured, or Autopilot:Enabled is false.</p>""");
        Html until = autopilot.HeldUntil is { } held ? Html.Of($" until {PageText.At(held)}") : Html.Empty;
        Html armed = autopilot.State == "armed" ? PageText.Badge("armed", Tone.Good) : PageText.Badge("not armed: it moves nothing", Tone.Caution);
        return Html.Of(
            $"""
            <p>The autopilot is {armed}. Its decision now: <strong>{autopilot.Outcome}</strong>{until}.</p>
            {PageText.Reasons(autopilot.Reasons)}{(autopilot.MovesUnderWay.Count == 0 ? Html.Empty : Html.Of($"<p>Under way:</p><ul>{autopilot.MovesUnderWay.Select(Move)}</ul>"))}
            """);
    }

    private static Html Past(PastReading past)
    {
        Table table = new("Recorded decisions, newest first", "decision", "at", "nodes", "outcome", "moves", "reasons");
        foreach (DecisionSummaryDocument decision in past.Decisions)
        {
            table.Row(
                Html.Of($"""<a id="decision-{decision.Id}" href="/decisions/{Uri.EscapeDataString(decision.Id)}">{decision.Id}</a>"""), PageText.At(decision.At), Html.Text(string.Join(", ", decision.Nodes)),
                Html.Of($"{decision.Outcome ?? "of another version: it cannot be read"}{(decision.Armed ? "" : ", not armed")}"),
                decision.Moves.Count == 0 ? Html.Text("none") : Html.Of($"<ul>{decision.Moves.Select(Move)}</ul>"), PageText.Reasons(decision.Reasons));
        }

        return table.ToHtml(past.Failure is null ? "The journal has no decisions of the autopilot." : "The journal cannot be read.");
    }

    private static Html Move(DecidedMoveDocument move)
    {
        Html migration = move.MigrationId is { } id ? Html.Of($", migration {PageText.Migration(id)}") : Html.Empty;
        return Html.Of($"<li>{move.Domain.Name} from {move.From} to {move.To}: <strong>{move.State ?? "decided"}</strong>{migration}: {move.Reason.Message} <code>{move.Reason.Code}</code>{PageText.Reasons(move.Reasons)}</li>");
    }
}
