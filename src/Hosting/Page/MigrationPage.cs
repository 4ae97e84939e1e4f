using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Plots;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Page;

/// <summary>One migration of the journal, running or over.</summary>
internal static class MigrationPage
{
    /// <summary>What changes of it while it runs.</summary>
    public static IReadOnlyList<LivePart> Parts(MigrationData data) => [new("migration", Content(data))];

    /// <summary>The whole page; one that is over does not change any more.</summary>
    public static Html Render(MigrationData data)
    {
        JournalEntry entry = data.Entry;
        return PageLayout.Render($"Migration {entry.Id} of {entry.Domain.Name}: ShadowMig", entry.EndedAt is null ? $"/events/{Uri.EscapeDataString(entry.Id)}" : null, Html.Of(
            $"""
            <h1>{entry.Domain.Name} to {PageText.Host(entry.DestinationUri)}</h1>
            <div id="migration">{Content(data)}</div>
            """));
    }

    private static Html Content(MigrationData data)
    {
        JournalEntry entry = data.Entry;
        TransferTrack track = TransferTrack.Of(entry);
        return Html.Of(
            $"""
            {Facts(entry)}{Standing(entry)}
            <section aria-labelledby="rounds-title"><h2 id="rounds-title">Rounds</h2>{RoundsPlot.Draw(entry.Id, track)}{RoundsTable.Render(track)}</section>
            <section aria-labelledby="steering-title"><h2 id="steering-title">Steering</h2>{MigrationParts.Actions(data.Actions)}</section>
            <section aria-labelledby="plan-title"><h2 id="plan-title">Plan</h2>{Plan(entry)}</section>
            """);
    }

    private static Html Facts(JournalEntry entry) => Html.Of(
        $"""
        <dl class="facts">{PageText.Fact("migration", entry.Id)}{PageText.Fact("guest", entry.Domain.Name)}{PageText.Fact("from", entry.SourceUri)}{PageText.Fact("to", entry.DestinationUri)}{PageText.Fact("way", entry.Strategy.Name())}{PageText.Fact("began", PageText.At(entry.StartedAt))}{PageText.Fact("ended", entry.EndedAt is { } end ? PageText.At(end) : Html.Text(HumanText.Unknown))}</dl>
        """);

    private static Html Standing(JournalEntry entry)
    {
        if (entry.Report is not { } report)
            return entry.EndedAt is null ? RunningSection.Now(entry) : Html.Of($"""<p class="alarm">It was closed by hand: how it ended is not known.</p>""");
        if (entry.IsUnresolved)
            return Html.Join([RunningSection.Unknown(entry), MigrationParts.Phases(report.Phases)]);
        return Html.Of(
            $"""
            <p>{PageText.Badge(report.Result.Name(), PageText.ToneOf(report.Result))} The source says {report.Ownership.Source.Name()}, the destination says {report.Ownership.Destination.Name()}.</p>
            {PageText.Reasons(ReasonDocument.From(report.Reasons))}{RunningSection.Commands(report.Commands)}{MigrationParts.Comparison(report)}{MigrationParts.Phases(report.Phases)}
            """);
    }

    private static Html Plan(JournalEntry entry)
    {
        if (entry.Plan is not { } plan)
            return Html.Of($"""<p class="empty">The plan was recorded by another version and cannot be read.</p>""");
        Html curve = plan.Observation is { } observation ? Html.Of($"""<div class="plots">{WorkingSetPlot.Draw($"working-set-{entry.Id}", observation)}</div>""") : Html.Empty;
        return Html.Join([curve, MigrationParts.Ways(plan)]);
    }
}
