using System.Globalization;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>Tables of one migration: how it came out, its phases, what was done in flight, and the ways that were considered.</summary>
internal static class MigrationParts
{
    /// <summary>Predicted beside actual; nothing where nothing is known of the end.</summary>
    public static Html Comparison(MigrationReport report)
    {
        if (report.Actual is not { } actual)
            return Html.Empty;
        MigrationPrediction? predicted = report.Plan.Chosen?.Prediction;
        Table table = new("Predicted and actual", "quantity", "predicted", "actual", "off by");
        void Row(string name, string? expected, string was, double? error) => table.Row(
            Html.Text(name), Html.Text(expected ?? HumanText.Unknown), Html.Text(was), Html.Text(Off(error)));
        Row("total time", predicted is null ? null : HumanText.Seconds(predicted.TotalSeconds), HumanText.Time(actual.TotalTime), report.PredictionError?.TotalTime);
        Row("downtime", predicted is null ? null : HumanText.Seconds(predicted.DowntimeSeconds), HumanText.Time(actual.Downtime), report.PredictionError?.Downtime);
        Row("sent", predicted is null ? null : HumanText.Bytes(predicted.TransferBytes), HumanText.RoughSize(actual.Transferred), report.PredictionError?.TransferBytes);
        Row("rounds", predicted?.Rounds.Count.ToString(CultureInfo.InvariantCulture), actual.Iterations?.ToString(CultureInfo.InvariantCulture) ?? HumanText.Unknown, null);
        return table.ToHtml("");
    }

    /// <summary>The phases that were entered, with their times.</summary>
    public static Html Phases(IReadOnlyList<PhaseTiming> phases)
    {
        Table table = new("Phases", "phase", "began", "took");
        foreach (PhaseTiming phase in phases)
            table.Row(Html.Text(RunningSection.Words(phase.Phase)), PageText.At(phase.StartedAt), Html.Text(HumanText.Time(phase.Duration)));
        return table.ToHtml("No phase was entered.");
    }

    /// <summary>What was done in flight, and why.</summary>
    public static Html Actions(IReadOnlyList<MigrationAction> actions)
    {
        Table table = new("Actions in flight", "at", "action", "why");
        foreach (MigrationAction action in actions)
            table.Row(Html.Text(HumanText.Time(action.At)), Html.Of($"<code>{action.Action}</code>"), Html.Text(action.Reason));
        return table.ToHtml("Nothing had to be done in flight.");
    }

    /// <summary>The ways that the plan weighed, and why they lost.</summary>
    public static Html Ways(MigrationPlan plan)
    {
        Table table = new("Ways that the plan weighed", "way", "verdict", "total", "downtime", "sent", "why not");
        if (plan.Chosen is { } chosen)
            AddWay(table, chosen, PageText.Badge("chosen", Tone.Good));
        foreach (PlanCandidate way in plan.Alternatives())
            AddWay(table, way, way.Feasible ? PageText.Badge("possible", Tone.Plain) : PageText.Badge("not feasible", Tone.Caution));
        return table.ToHtml("The plan weighed no way.");
    }

    private static void AddWay(Table table, PlanCandidate way, Html verdict)
    {
        MigrationPrediction? prediction = way.Prediction;
        table.Row(
            Html.Text(way.Strategy.Name()), verdict,
            Html.Text(prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.TotalSeconds)),
            Html.Text(prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.DowntimeSeconds)),
            Html.Text(prediction is null ? HumanText.Unknown : HumanText.Bytes(prediction.TransferBytes)),
            PageText.Reasons(ReasonDocument.From(way.Reasons)));
    }

    private static string Off(double? error) => error is { } value && double.IsFinite(value)
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:+0;-0;0} %")
        : HumanText.Unknown;
}
