using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>Whether the advantage holds in other orders of the machines, with idle guests that stay, and where memory is counted.</summary>
internal static class RobustnessSection
{
    private const int Orders = 20;
    private const string Own = "shadowmig";
    private const string Published = "lr:1.2/mmt";

    public static string Write(IReadOnlyList<(string Name, UtilizationTrace Trace)> traces)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach ((string name, UtilizationTrace trace) in traces)
        {
            rows.Add(Drawn(name, trace, Own));
            rows.Add(Drawn(name, trace, Published));
            foreach (string policy in new[] { Own, Published })
                rows.Add(Once($"{name}, idle guests stay", trace, new() { IdleGuestsLeave = false }, policy));
            foreach (string policy in new[] { Own, Published })
                rows.Add(Once($"{name}, memory counted", trace, new() { CountsMemory = true }, policy));
        }

        return new Markdown().Table("trace|policy|energy kWh|migrations|ESV|work not done", rows).ToString();
    }

    private static IReadOnlyList<string> Once(string name, UtilizationTrace trace, SimulationModel model, string policy)
    {
        SimulationResult result = Simulator.Run(trace, model, SimulatedPolicies.Parse(policy, 1));
        return
        [
            name, result.Policy, result.EnergyKilowattHours.Text("0.0"), ((double)result.Migrations).Count(),
            result.EnergyViolation.Text("0.00e+0"), result.MissingRatio.Percent("0.000"),
        ];
    }

    private static IReadOnlyList<string> Drawn(string name, UtilizationTrace trace, string policy)
    {
        SimulationResult[] results = new SimulationResult[Orders];
        Parallel.For(0, Orders, i => results[i] = Simulator.Run(trace.Shuffled((ulong)i + 1), new(), SimulatedPolicies.Parse(policy, 1)));
        return
        [
            $"{name}, {Orders} orders", results[0].Policy, Spread(r => r.EnergyKilowattHours, "0.0"), Spread(r => r.Migrations, "0"),
            Spread(r => r.EnergyViolation, "0.00e+0"), Spread(r => r.MissingRatio * 100, "0.000") + " %",
        ];

        string Spread(Func<SimulationResult, double> quantity, string format)
        {
            (double mean, double deviation) = Numbers.Spread([.. results.Select(quantity)]);
            return $"{mean.Text(format)} ± {deviation.Text(format)}";
        }
    }
}
