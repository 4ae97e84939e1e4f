using System.Globalization;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Plots;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>Migrations in flight, round by round, what was predicted beside what happens; and those that a person has to look at.</summary>
internal static class RunningSection
{
    /// <summary>The section's content.</summary>
    public static Html Render(JournalReading journal) =>
        journal is { Unresolved.Count: 0, Stale.Count: 0, Running.Count: 0 }
            ? Html.Of($"""<p class="empty">No migration is in flight.</p>""")
            : Html.Join([.. journal.Unresolved.Select(Unresolved), .. journal.Stale.Select(Stale), .. journal.Running.Select(Running)]);

    /// <summary>Phase and figures of a migration that runs.</summary>
    public static Html Now(JournalEntry entry) => Html.Join([Phases(entry.Phase), Progress(entry)]);

    /// <summary>Reasons and commands of a migration whose result is unknown.</summary>
    public static Html Unknown(JournalEntry entry) => Html.Of(
        $"""
        <p class="alarm">Unresolved: nobody knows yet who has the guest. The source says {entry.Report!.Ownership.Source.Name()}, the destination says {entry.Report.Ownership.Destination.Name()}.</p>
        {PageText.Reasons(ReasonDocument.From(entry.Report.Reasons))}{Commands(entry.Report.Commands)}
        """);

    /// <summary>What a person can do, in order.</summary>
    public static Html Commands(IReadOnlyList<OperatorCommand> commands) => commands.Count == 0
        ? Html.Empty
        : Html.Of($"<ul>{commands.Select(c => Html.Of($"<li>{c.Purpose}: <code>{c.Command}</code></li>"))}</ul>");

    /// <summary>A phase in words.</summary>
    public static string Words(MigrationPhase phase) => phase switch
    {
        MigrationPhase.IterativePreCopy => "iterative pre-copy",
        MigrationPhase.StopAndCopy => "stop-and-copy",
        _ => phase.Name(),
    };

    private static Html Phases(MigrationPhase present) => Html.Of(
        $"""<ol class="phases" aria-label="phases">{Enum.GetValues<MigrationPhase>().Select(phase => Phase(phase, present))}</ol>""");

    private static Html Phase(MigrationPhase phase, MigrationPhase present) => phase == present
        ? Html.Of($"""<li aria-current="step">{Words(phase)}</li>""")
        : Html.Of($"""<li class="{(phase < present ? "over" : "ahead")}">{Words(phase)}{(phase < present ? " ✓" : "")}</li>""");

    private static Html Article(JournalEntry entry, Html content) => Html.Of(
        $"""
        <article aria-labelledby="m-{entry.Id}"><h3 id="m-{entry.Id}"><a id="run-{entry.Id}" href="/migrations/{Uri.EscapeDataString(entry.Id)}">{entry.Domain.Name} to {PageText.Host(entry.DestinationUri)}</a> <small>{entry.Strategy.Name()}, {entry.Id}</small></h3>
        {content}</article>
        """);

    private static Html Running(JournalEntry entry) => Article(entry, Html.Join([Now(entry), RoundsPlot.Draw(entry.Id, TransferTrack.Of(entry))]));

    private static Html Unresolved(JournalEntry entry) => Article(entry, Unknown(entry));

    private static Html Stale(JournalEntry entry) => Article(entry, Html.Of(
        $"""<p class="alarm">Silent since {PageText.At(entry.ProgressAt ?? entry.StartedAt)}: the process that ran it is likely gone. The service recovers it by itself; <code>shadowmig recover {entry.Id}</code> does it now.</p>"""));

    private static Html Progress(JournalEntry entry)
    {
        MigrationProgress? progress = entry.Progress;
        string round = progress?.Iteration?.ToString(CultureInfo.InvariantCulture) ?? HumanText.Unknown;
        return Html.Of(
            $"""
            <dl class="facts">{PageText.Fact("round", round)}{PageText.Fact("elapsed", HumanText.Time(progress?.Elapsed))}{PageText.Fact("time to go", HumanText.Time(progress?.Remaining))}{PageText.Fact("sent", HumanText.RoughSize(progress?.MemoryProcessed))}{PageText.Fact("left", HumanText.RoughSize(progress?.MemoryRemaining))}{PageText.Fact("rate", HumanText.Rate(progress?.Rate))}{Predicted(entry)}</dl>
            """);
    }

    private static Html Predicted(JournalEntry entry) => entry.Plan?.Chosen?.Prediction is not { } prediction ? Html.Empty : Html.Join(
    [
        PageText.Fact("predicted total", HumanText.Seconds(prediction.TotalSeconds)),
        PageText.Fact("predicted downtime", HumanText.Seconds(prediction.DowntimeSeconds)),
        PageText.Fact("predicted to be sent", HumanText.Bytes(prediction.TransferBytes)),
    ]);
}
