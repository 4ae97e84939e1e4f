using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>How long guests stay under a limit on overload time, beside the optimum.</summary>
internal static class OverloadTimeSection
{
    /// <summary>Capacity of the hosts of the published workload, MHz: four cores of 3 GHz.</summary>
    public const double HostMegahertz = 12_000;

    public static string Write(IEnumerable<IReadOnlyList<HostWorkload>> files)
    {
        Markdown page = new();
        foreach (IReadOnlyList<HostWorkload> workloads in files)
        {
            page.Table(
                "limit|method|guest stays|of the optimum|overloaded, mean|worst|above the limit",
                new[] { 0.1, 0.2, 0.3 }.SelectMany(l => OverloadTimeComparison.Run(workloads, TimeSpan.FromMinutes(5), l)).Select(Row));
        }

        return page.ToString();
    }

    private static IReadOnlyList<string> Row(OverloadTimeResult result) =>
    [
        result.Limit.Percent("0"),
        result.Method,
        $"{result.MeanTime.TotalHours.Text("0.00")} h",
        result.RatioOfOptimum.Percent(),
        result.MeanOverloadRatio.Percent(),
        result.WorstOverloadRatio.Percent(),
        $"{result.AboveLimit} of {result.Workloads}",
    ];
}
