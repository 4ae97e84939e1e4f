using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>A plan for people: decision, prediction, alternatives and why they lost.</summary>
internal static class PlanView
{
    /// <summary>Writes the plan; the observation above it.</summary>
    public static void Write(HumanConsole console, MigrationPlan plan)
    {
        if (plan.Observation is not null)
            ObservationView.Write(console, plan.Observation);

        console.Line();
        string route = HumanText.Plain($"{plan.Domain.Name}: {plan.Source} → {plan.Destination}");
        console.Line(plan.Go
            ? $"[bold]Plan[/]  {route}  [green]go[/] by [bold]{plan.Chosen?.Strategy.Name()}[/]"
            : $"[bold]Plan[/]  {route}  [red]no-go[/]");
        HashSet<string> ofCandidates = [.. plan.Candidates.SelectMany(c => c.Reasons.Select(r => $"{c.Strategy.Name()}: {r.Message}"))];
        foreach (Reason reason in plan.Reasons.Where(r => !ofCandidates.Contains(r.Message)))
            console.Line($"  [{(plan.Go ? "grey" : "red")}]{HumanText.Plain(reason.Code)}[/]  {HumanText.Plain(reason.Message)}");
        if (plan.Profile is { } profile)
            console.Line($"  profile [bold]{HumanText.Plain(profile.Name)}[/]: {HumanText.Plain(profile.Why)}");
        if (plan.Chosen?.Parameters is { } parameters)
            console.Line($"  {HumanText.Plain(Parameters(parameters))}");
        if (plan.Candidates.Count > 0)
            WriteCandidates(console, plan);
    }

    private static void WriteCandidates(HumanConsole console, MigrationPlan plan)
    {
        Table table = console.Table("Predicted (from best to worst, 80 % of cases)", "way", "total", "downtime", "slow-down", "sent", "rounds", "");
        if (plan.Chosen is { } chosen)
            AddRow(table, chosen, "[green]chosen[/]");
        foreach (PlanCandidate candidate in plan.Alternatives())
            AddRow(table, candidate, candidate.Feasible ? "[grey]possible[/]" : "[red]not feasible[/]");
        console.Write(table);
        foreach (PlanCandidate candidate in plan.Alternatives().Where(c => c.Reasons.Count > 0))
        {
            foreach (Reason reason in candidate.Reasons)
                console.Line($"  {candidate.Strategy.Name()}: [grey]{HumanText.Plain(reason.Code)}[/]  {HumanText.Plain(reason.Message)}");
        }
    }

    private static void AddRow(Table table, PlanCandidate candidate, string verdict)
    {
        MigrationPrediction? prediction = candidate.Prediction;
        table.AddRow(
            candidate.Strategy.Name(),
            prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.TotalSeconds),
            prediction is null ? HumanText.Unknown : HumanText.Seconds(prediction.DowntimeSeconds),
            prediction is null ? HumanText.Unknown : HumanText.Ratio(prediction.PeakSlowdown),
            prediction is null ? HumanText.Unknown : HumanText.Bytes(prediction.TransferBytes),
            prediction is null ? HumanText.Unknown : $"{prediction.Rounds.Count}{(prediction.Converges ? "" : ", no end")}",
            verdict);
    }

    private static string Parameters(MigrationParameters parameters)
    {
        List<string> parts =
        [
            parameters.Bandwidth is { } bandwidth ? $"bandwidth {HumanText.Rate(bandwidth)}" : "bandwidth not capped",
            $"max downtime {HumanText.Time(parameters.MaxDowntime)}",
        ];
        if (parameters.XbzrleCache is { } cache)
            parts.Add($"shadow cache {cache}");
        if (parameters.ParallelConnections is { } connections)
            parts.Add($"{connections} connections{(parameters.ParallelCompression is { } method ? $", {method}" : "")}");
        if (parameters.ThrottleInitial is { } initial)
            parts.Add($"throttle {HumanText.Ratio(initial)} + {HumanText.Ratio(parameters.ThrottleIncrement)}");
        if (parameters.PostCopy)
            parts.Add("post-copy after the first pass");
        if (parameters.PostCopyRescue)
            parts.Add("post-copy stands by");
        return string.Join(", ", parts);
    }
}
