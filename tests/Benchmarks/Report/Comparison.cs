using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;

namespace ShadowMig.Benchmarks.Report;

/// <summary>ShadowMig against one other over the cells where both were measured. Pure.</summary>
internal sealed record Comparison
{
    public required string Other { get; init; }

    public required int Cells { get; init; }

    public required int OursKept { get; init; }

    public required int TheirsKept { get; init; }

    /// <summary>Geometric mean of our counted time over theirs; below 1 is in our favour.</summary>
    public required double? TimeRatio { get; init; }

    /// <summary>The same over the cells where both kept all limits.</summary>
    public required double? TimeRatioBothKept { get; init; }

    /// <summary>The same over the cells where both completed, whether within the limits or not.</summary>
    public required double? TimeRatioBothCompleted { get; init; }

    /// <summary>The worst ratio where both kept all limits, and its cell.</summary>
    public required (double Ratio, string Cell)? Worst { get; init; }

    public required int OnlyOurs { get; init; }

    public required int OnlyTheirs { get; init; }

    public static Comparison Of(string other, IReadOnlyList<(RunRecord Ours, RunRecord Theirs)> pairs)
    {
        (double Ratio, string Cell)[] both =
        [
            .. pairs.Where(p => p.Ours.Kept() && p.Theirs.Kept())
                .Select(p => (p.Ours.CountedSeconds() / p.Theirs.CountedSeconds(), p.Ours.Cell.Id)),
        ];
        return new Comparison
        {
            Other = other,
            Cells = pairs.Count,
            OursKept = pairs.Count(p => p.Ours.Kept()),
            TheirsKept = pairs.Count(p => p.Theirs.Kept()),
            TimeRatio = Sample.GeometricMean(pairs.Select(p => p.Ours.CountedSeconds() / p.Theirs.CountedSeconds())),
            TimeRatioBothKept = Sample.GeometricMean(both.Select(b => b.Ratio)),
            TimeRatioBothCompleted = Sample.GeometricMean(pairs
                .Where(p => p.Ours.TotalSeconds > 0 && p.Theirs.TotalSeconds > 0)
                .Select(p => p.Ours.TotalSeconds!.Value / p.Theirs.TotalSeconds!.Value)),
            Worst = both.Length == 0 ? null : both.MaxBy(b => b.Ratio),
            OnlyOurs = pairs.Count(p => p.Ours.Kept() && !p.Theirs.Kept()),
            OnlyTheirs = pairs.Count(p => !p.Ours.Kept() && p.Theirs.Kept()),
        };
    }
}
