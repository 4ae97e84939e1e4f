using System.Globalization;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Simulation;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Simulations for people.</summary>
internal static class SimulationView
{
    /// <summary>Writes a table a trace.</summary>
    public static void Write(HumanConsole console, SimulationModel model, IEnumerable<SimulatedTrace> traces)
    {
        foreach (SimulatedTrace trace in traces)
        {
            string title = string.Create(
                CultureInfo.InvariantCulture, $"{trace.File}: {trace.Machines} machines on {model.Hosts} hosts for {trace.Duration.TotalHours:0.#} h");
            Table table = console.Table(
                title, "policy", "energy kWh", "migrations", "overload time", "migration loss", "SLAV", "ESV", "work not done", "hosts on", "overloads", "no move helped");
            foreach (SimulationResult result in trace.Results)
                table.AddRow(Row(result));
            console.Write(table);
            if (trace.Decisions is { } decisions)
                WriteMoves(console, trace.Results, decisions);
        }

        console.Line();
        console.Line(HumanText.Plain("overload time: share of the time of running hosts in which guests asked for more than there was (SLATAH); migration loss: share of their work (PDM); SLAV is their product, ESV times energy"));
    }

    private static void WriteMoves(HumanConsole console, IReadOnlyList<SimulationResult> results, IReadOnlyList<IReadOnlyList<SimulatedDecision>> decisions)
    {
        for (int i = 0; i < results.Count; i++)
        {
            Table table = console.Table($"moves of {results[i].Policy}", "after", "guest", "from", "to", "because", "in numbers");
            foreach ((SimulatedDecision decision, PlannedMove move) in decisions[i].SelectMany(d => d.Decision.Moves.Select(m => (d, m))))
            {
                table.AddRow(
                    decision.At.ToString(@"d\.hh\:mm", CultureInfo.InvariantCulture), HumanText.Plain(move.Guest.Id), HumanText.Plain(move.From.Id),
                    HumanText.Plain(move.To.Id), move.Reason.Code, HumanText.Plain(move.Reason.Message));
            }

            console.Write(table);
        }
    }

    private static string[] Row(SimulationResult result) =>
    [
        HumanText.Plain(result.Policy),
        result.EnergyKilowattHours.ToString("0.0", CultureInfo.InvariantCulture),
        result.Migrations.ToString(CultureInfo.InvariantCulture),
        Percent(result.OverloadTimeRatio, "0.00"),
        Percent(result.MigrationLossRatio, "0.0000"),
        result.Violation.ToString("0.00e+0", CultureInfo.InvariantCulture),
        result.EnergyViolation.ToString("0.00e+0", CultureInfo.InvariantCulture),
        Percent(result.MissingRatio, "0.000"),
        result.ActiveHosts.ToString("0.0", CultureInfo.InvariantCulture),
        result.Overloads.ToString(CultureInfo.InvariantCulture),
        result.Stuck.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Percent(double ratio, string format) => $"{(ratio * 100).ToString(format, CultureInfo.InvariantCulture)} %";
}
