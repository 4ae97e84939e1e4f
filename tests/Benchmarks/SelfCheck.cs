using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Report;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks;

/// <summary>Checks the pure parts: schedules, statistics, the naive model, the draw.</summary>
internal static class SelfCheck
{
    /// <returns>What does not hold.</returns>
    public static IReadOnlyList<string> Run() =>
        [.. Checks().Where(c => !c.Holds).Select(c => c.Statement)];

    public static int Count => Checks().Count();

    private static IEnumerable<(string Statement, bool Holds)> Checks() => PureChecks().Concat(ScoringChecks(CellDraw.Matrix(1)[0]));

    private static IEnumerable<(string Statement, bool Holds)> PureChecks()
    {
        yield return ("the median of 1, 2, 4, 9 is 3", Sample.Median([9, 1, 4, 2]) == 3);
        yield return ("the geometric mean of 2 and 8 is 4", Math.Abs(Sample.GeometricMean([2, 8])!.Value - 4) < 1e-9);
        yield return ("an empty sample has no median", Sample.Median([]) is null);

        yield return ("naive: an idle guest takes size / rate", NaiveModel.Predict(1000, 0, 100, 0.3) is { TotalSeconds: 10, DowntimeSeconds: 0 });
        yield return ("naive: a guest faster than the link never ends", NaiveModel.Predict(1000, 100, 100, 0.3) is null);
        yield return ("naive: rounds halve at half the rate",
            NaiveModel.Predict(800, 50, 100, 0.5) is { Rounds: 4, DowntimeSeconds: 0.5, TransferBytes: 1550 });

        yield return ("nova starts at 50 ms", NovaPolicy.DowntimeOf(0) == TimeSpan.FromMilliseconds(50));
        yield return ("nova ends at 500 ms", NovaPolicy.DowntimeOf(10) == TimeSpan.FromMilliseconds(500));
        yield return ("nova steps every 75 s a GiB", NovaPolicy.StepAt(TimeSpan.FromSeconds(151), 1) == 2 && NovaPolicy.StepAt(TimeSpan.FromHours(9), 2) == 10);

        Cell cell = CellDraw.Matrix(1)[0] with { MemoryMebibytes = 1024, AllowPostCopy = true };
        yield return ("ovirt climbs only while nothing is gained",
            Steps(new OvirtPolicy(false).Begin(cell), 10, 8, 8, 7) == ",,150,");
        yield return ("ovirt minimal aborts at the ladder's end",
            Steps(new OvirtPolicy(false).Begin(cell), 5, 5, 5, 5, 5, 5, 5) == ",150,200,300,400,500,abort");
        yield return ("ovirt suspend allows 5 s at the ladder's end",
            Steps(new OvirtPolicy(true).Begin(cell), 5, 5, 5, 5, 5, 5, 5, 5) == ",150,200,300,400,500,5000,");
        yield return ("proxmox doubles after more than five rises",
            Steps(new ProxmoxPolicy().Begin(cell), 1, 2, 3, 4, 5, 6, 7) == ",,,,,,200");
        yield return ("proxmox rounds a tenth of the memory up to a power of two", ProxmoxPolicy.CacheBytes(1024) == 128 << 20);
        yield return ("kubevirt waits 150 s a GiB", Steps(new KubeVirtPolicy().Begin(cell), TimeSpan.FromSeconds(149), 1) == "");
        yield return ("kubevirt then switches to post-copy", Steps(new KubeVirtPolicy().Begin(cell), TimeSpan.FromSeconds(151), 1) == "post-copy");

        IReadOnlyList<Cell> matrix = CellDraw.Matrix(7);
        yield return ("the matrix has each cell once", matrix.DistinctBy(c => c.Id).Count() == matrix.Count && matrix.Count == 156);
        yield return ("the same seed draws the same", matrix.SequenceEqual(CellDraw.Matrix(7)));
        yield return ("the first turn has every workload", matrix.Take(9).DistinctBy(c => c.Workload).Count() == 9);
        yield return ("every cell fits into its memory",
            matrix.Concat(CellDraw.Stream(7).Take(500)).All(c => c.DirtyMebibytes + c.IdleMebibytes + 32 <= c.MemoryMebibytes));

        Attempt late = new() { Result = RunResult.Completed, TotalSeconds = 61, DowntimeSeconds = 0.301, ThrottlePercent = 51 };
        yield return ("all three limits are judged", Judge.Broken(late) is ["downtime", "total", "slowdown"]);
        long second = TimeProvider.System.TimestampFrequency;
        yield return ("the longest silence is found",
            BeatMath.LongestSilence([new(0, 0), new(second, 5), new(4 * second, 6)]) == TimeSpan.FromSeconds(3));
        yield return ("pages a second are counted between beats",
            BeatMath.PagesPerSecond([new(0, 0), new(second, 10), new(3 * second, 50)], second / 2, 3 * second) == 20);
    }

    private static IEnumerable<(string Statement, bool Holds)> ScoringChecks(Cell cell)
    {
        RunRecord kept = new()
        {
            Key = "",
            Part = "",
            Policy = "",
            Source = "",
            Cell = cell,
            StartedAt = default,
            Result = RunResult.Completed,
            GuestWhole = true,
            TotalSeconds = 6,
        };
        RunRecord broke = kept with { LimitsBroken = ["downtime"] };
        yield return ("a run within the limits counts as its time", kept.CountedSeconds() == 6);
        yield return ("a run that broke a limit counts as the deadline", broke.CountedSeconds() == 60);
        yield return ("a run that lost memory counts as the deadline", (kept with { GuestWhole = false }).CountedSeconds() == 60);
        yield return ("a refusal counts as the deadline", (kept with { Result = RunResult.Refused, TotalSeconds = null }).CountedSeconds() == 60);
        Comparison comparison = Comparison.Of("other", [(kept, broke), (kept with { TotalSeconds = 24 }, kept)]);
        yield return ("ratios are ours over theirs, as geometric mean",
            Math.Abs(comparison.TimeRatio!.Value - Math.Sqrt(0.1 * 4)) < 1e-9 && comparison.TimeRatioBothKept == 4);
        yield return ("cells that one alone keeps are counted", comparison is { OnlyOurs: 1, OnlyTheirs: 0, OursKept: 2, TheirsKept: 1 });
    }

    private static string Steps(IPolicySession session, params ulong[] remaining) => string.Join(
        ',', remaining.Select(r => Name(session.Look(new PolicyReading(TimeSpan.FromSeconds(1), r, 1)))));

    private static string Steps(IPolicySession session, TimeSpan elapsed, ulong remaining) =>
        Name(session.Look(new PolicyReading(elapsed, remaining, 1)));

    private static string Name(PolicyStep? step) => step switch
    {
        PolicyStep.SetDowntime set => $"{set.Limit.TotalMilliseconds}",
        PolicyStep.StartPostCopy => "post-copy",
        PolicyStep.Abort => "abort",
        _ => "",
    };
}
