using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>Migrations of the past: predicted beside actual.</summary>
internal static class HistorySection
{
    /// <summary>The section's content.</summary>
    public static Html Render(PageData data)
    {
        Table table = new("Latest migrations, newest first", "migration", "guest", "to", "way", "result", "total, predicted", "total", "downtime, predicted", "downtime", "sent, predicted", "sent");
        foreach (JournalEntry entry in data.Past.Migrations)
            AddRow(table, entry);
        return Html.Join([Failure(data.Past.Failure), table.ToHtml("The journal has no migration that ended.")]);
    }

    private static Html Failure(string? why) => why is null ? Html.Empty : Html.Of($"""<p class="alarm">The journal cannot be read: {why}</p>""");

    private static void AddRow(Table table, JournalEntry entry)
    {
        MigrationPrediction? predicted = entry.Plan?.Chosen?.Prediction;
        MigrationActuals? actual = entry.Report?.Actual;
        table.Row(
            Html.Of($"""<a id="past-{entry.Id}" href="/migrations/{Uri.EscapeDataString(entry.Id)}">{entry.Id}</a>"""),
            Html.Text(entry.Domain.Name), Html.Text(PageText.Host(entry.DestinationUri)), Html.Text(entry.Strategy.Name()), Result(entry),
            Html.Text(predicted is null ? HumanText.Unknown : HumanText.Seconds(predicted.TotalSeconds.P50)), Html.Text(HumanText.Time(actual?.TotalTime)),
            Html.Text(predicted is null ? HumanText.Unknown : HumanText.Seconds(predicted.DowntimeSeconds.P50)), Html.Text(HumanText.Time(actual?.Downtime)),
            Html.Text(predicted is null ? HumanText.Unknown : HumanText.Bytes(predicted.TransferBytes with { P10 = predicted.TransferBytes.P50, P90 = predicted.TransferBytes.P50 })),
            Html.Text(HumanText.RoughSize(actual?.Transferred)));
    }

    private static Html Result(JournalEntry entry)
    {
        if (entry.Report is not { } report)
            return PageText.Badge("closed by hand", Tone.Bad);
        Html why = report.Reasons is [{ } reason, ..] ? Html.Of($" <code>{reason.Code}</code>") : Html.Empty;
        return Html.Of($"{PageText.Badge(report.Result.Name(), PageText.ToneOf(report.Result))}{why}");
    }
}
