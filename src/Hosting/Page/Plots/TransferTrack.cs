using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Page.Plots;

/// <summary>A transfer as the journal has it, beside what was predicted of it: time in seconds since it began, memory in bytes.</summary>
internal sealed record TransferTrack
{
    // The journal keeps so many rounds from the beginning and as many from the end: between them amounts cannot be summed up.
    private const int KeptAtEachEnd = 64;

    /// <summary>What was predicted; null without a plan that can be read.</summary>
    public required MigrationPrediction? Prediction { get; init; }

    /// <summary>Whether it has ended, or is no longer followed.</summary>
    public required bool IsOver { get; init; }

    /// <summary>Rounds that are over.</summary>
    public required IReadOnlyList<TransferRound> Rounds { get; init; }

    /// <summary>Sent by the end of each round; as far as every round tells.</summary>
    public required IReadOnlyList<PlotPoint> Sent { get; init; }

    /// <summary>Left after each round that tells.</summary>
    public required IReadOnlyList<PlotPoint> Left { get; init; }

    /// <summary>Sent when it was last looked at, or at the end; null when that is not known.</summary>
    public required PlotPoint? SentLast { get; init; }

    /// <summary>Left when it was last looked at; null when it is over, or that is not known.</summary>
    public required PlotPoint? LeftLast { get; init; }

    /// <summary>Predicted to be sent by the end of each round.</summary>
    public IReadOnlyList<PlotPoint> PredictedSent => Predicted((sent, _) => sent);

    /// <summary>Predicted to be left after each round.</summary>
    public IReadOnlyList<PlotPoint> PredictedLeft => Predicted((_, left) => left);

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Prediction is null && Rounds.Count == 0 && SentLast is null;

    /// <summary>The track of an entry, running or over.</summary>
    public static TransferTrack Of(JournalEntry entry)
    {
        IReadOnlyList<TransferRound> rounds = entry.Report?.Rounds ?? entry.Progress?.Rounds ?? [];
        return new()
        {
            Prediction = entry.Plan?.Chosen?.Prediction,
            IsOver = entry.Report is not null,
            Rounds = rounds,
            Sent = SentBy(rounds),
            Left = [.. rounds.Where(r => r.Left is not null).Select(r => new PlotPoint(r.EndedAt.TotalSeconds, r.Left!.Value.Value))],
            SentLast = entry.Report is null
                ? Point(entry.Progress?.Elapsed, entry.Progress?.MemoryProcessed?.Value)
                : Point(entry.Report.Actual?.TotalTime, entry.Report.Actual?.Transferred?.Value),
            LeftLast = entry.Report is null ? Point(entry.Progress?.Elapsed, entry.Progress?.MemoryRemaining?.Value) : null,
        };
    }

    private static PlotPoint? Point(TimeSpan? at, long? bytes) => at is { } time && bytes is { } value ? new(time.TotalSeconds, value) : null;

    private static List<PlotPoint> SentBy(IReadOnlyList<TransferRound> rounds)
    {
        List<PlotPoint> points = [];
        double sent = 0;
        foreach (TransferRound round in rounds.Count < 2 * KeptAtEachEnd ? rounds : rounds.Take(KeptAtEachEnd))
        {
            if (round.Bytes is not { } bytes)
                break;
            sent += bytes.Value;
            points.Add(new(round.EndedAt.TotalSeconds, sent));
        }

        return points;
    }

    private List<PlotPoint> Predicted(Func<double, double, double> amount)
    {
        List<PlotPoint> points = [];
        double time = 0;
        double sent = 0;
        foreach (PredictedRound round in Prediction?.Rounds ?? [])
        {
            time += round.Time.TotalSeconds;
            sent += round.Bytes.Value;
            points.Add(new(time, amount(sent, round.Dirtied.Value)));
        }

        return points;
    }
}
