using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>All policies on all days.</summary>
internal static class ComparisonSection
{
    public static string Write(IReadOnlyList<(string Name, UtilizationTrace Trace)> traces)
    {
        Markdown page = new();
        foreach ((string name, UtilizationTrace trace) in traces)
        {
            SimulationResult[] results = new SimulationResult[SimulatedPolicies.Compared.Count];
            Parallel.For(0, results.Length, i => results[i] = Simulator.Run(trace, new(), SimulatedPolicies.Parse(SimulatedPolicies.Compared[i], 1)));
            page.Line($"{name}, {trace.Machines.Count} machines:").Line();
            page.Table("policy|energy kWh|migrations|SLATAH|PDM|SLAV|ESV|work not done|hosts on", results.Select(Row));
        }

        return page.ToString();
    }

    private static IReadOnlyList<string> Row(SimulationResult result) =>
    [
        result.Policy,
        result.EnergyKilowattHours.Text("0.0"),
        ((double)result.Migrations).Count(),
        result.OverloadTimeRatio.Percent("0.00"),
        result.MigrationLossRatio.Percent("0.0000"),
        result.Violation.Text("0.00e+0"),
        result.EnergyViolation.Text("0.00e+0"),
        result.MissingRatio.Percent("0.000"),
        result.ActiveHosts.Text("0.0"),
    ];
}
