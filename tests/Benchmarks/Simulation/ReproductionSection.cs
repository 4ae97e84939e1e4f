using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>The published policies here beside CloudSim 3.0.3, in the order of the file and in random orders.</summary>
internal static class ReproductionSection
{
    /// <summary>The day that CloudSim was run on.</summary>
    public const string Day = "20110303";

    private const int Orders = 20;

    // CloudSim 3.0.3, org.cloudbus.cloudsim.examples.power.planetlab: 800 hosts, MMT.
    private static readonly (string Policy, double Energy, double Migrations, double Violation)[] Reference =
    [
        ("lr:1.2/mmt", 167.8, 27649, 4.32e-5),
        ("mad:2.5/mmt", 189.8, 27781, 3.57e-5),
        ("iqr:1.5/mmt", 193.6, 27592, 3.42e-5),
        ("thr:0.8/mmt", 198.1, 27728, 3.57e-5),
        ("dvfs", 765.0, 0, 0),
        ("npa", 2410.8, 0, 0),
    ];

    public static string Write(string name, UtilizationTrace trace)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach ((string policy, double energy, double migrations, double violation) in Reference)
        {
            SimulationResult inOrder = Run(trace, policy);
            SimulationResult[] drawn = new SimulationResult[Orders];
            Parallel.For(0, Orders, i => drawn[i] = Run(trace.Shuffled((ulong)i + 1), policy));
            rows.Add(
            [
                inOrder.Policy,
                energy.Text("0.0"), inOrder.EnergyKilowattHours.Text("0.0"), Spread(drawn, r => r.EnergyKilowattHours, "0.0", energy),
                migrations.Count(), ((double)inOrder.Migrations).Count(), Spread(drawn, r => r.Migrations, "0", migrations),
                violation.Text("0.00e+0"), inOrder.Violation.Text("0.00e+0"), Numbers.Spread([.. drawn.Select(r => r.Violation)]).Mean.Text("0.00e+0"),
            ]);
        }

        return new Markdown()
            .Table($"policy, {name}|energy kWh: CloudSim|by name|{Orders} orders|migrations: CloudSim|by name|{Orders} orders|SLAV: CloudSim|by name|{Orders} orders", rows)
            .ToString();
    }

    private static SimulationResult Run(UtilizationTrace trace, string policy) => Simulator.Run(trace, new(), SimulatedPolicies.Parse(policy, 1));

    private static string Spread(SimulationResult[] results, Func<SimulationResult, double> quantity, string format, double reference)
    {
        (double mean, double deviation) = Numbers.Spread([.. results.Select(quantity)]);
        string difference = reference > 0 ? $" ({((mean / reference) - 1).Text("+0.0 %;-0.0 %")})" : "";
        return $"{mean.Text(format)} ± {deviation.Text(format)}{difference}";
    }
}
