using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Simulation;

/// <summary>Sets methods of telling when a guest should leave beside the optimum.</summary>
public static class OverloadTimeComparison
{
    /// <summary>Runs all methods on all workloads.</summary>
    /// <param name="workloads">What guests of hosts asked for; at least one.</param>
    /// <param name="interval">Time between two samples.</param>
    /// <param name="limit">Share of time that hosts may be overloaded, 0 to 1.</param>
    public static IReadOnlyList<OverloadTimeResult> Run(IReadOnlyList<HostWorkload> workloads, TimeSpan interval, double limit)
    {
        OverloadTimeSettings settings = new(limit);
        OverloadTimeResult optimum = Score("optimal offline", w => OverloadTime.LatestWithin(w.Load.Span, settings));
        IOverloadDetector[] detectors =
        [
            new OverloadTimeDetector(settings), new OverloadTimeDetector(settings with { MayHope = false }),
            Detectors.Parse("thr:1"), Detectors.Parse("mad:2"), Detectors.Parse("iqr:1"), Detectors.Parse("lr:1"), Detectors.Parse("lrr:1"),
        ];
        return
        [
            optimum,
            .. detectors.Select(d => Score(d.Name, w => OverloadTime.LeavesAt(w.Load.Span, d, settings.Learning)))
                .Select(r => r with { RatioOfOptimum = r.MeanTime / optimum.MeanTime }),
        ];

        OverloadTimeResult Score(string method, Func<HostWorkload, int> leavesAt)
        {
            int[] samples = [.. workloads.Select(leavesAt)];
            double[] shares = [.. workloads.Select((w, i) => OverloadTime.Share(w.Load.Span, samples[i], settings))];
            return new(
                method,
                limit,
                interval * (samples.Average() + settings.MigrationSamples),
                1,
                shares.Average(),
                shares.Count(s => s > limit),
                shares.Max(),
                workloads.Count);
        }
    }
}
