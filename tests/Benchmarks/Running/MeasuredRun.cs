using System.Globalization;
using System.Reflection;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Running;

/// <summary>One run from baseline to verdict, measured from outside alike for every mover.</summary>
internal static class MeasuredRun
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Baseline = TimeSpan.FromSeconds(3);

    // The SDK writes it behind the version: 1.0.0+COMMIT.
    private static readonly string? Revision = typeof(MeasuredRun).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, { Length: >= 7 } commit, ..]
        ? commit[..7]
        : null;

    public static async Task<RunRecord> MeasureAsync(string part, BenchGuest guest, IMover mover, CancellationToken cancellationToken)
    {
        int source = await guest.LocateAsync(cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        long baselineFrom = TimeProvider.System.GetTimestamp();
        await Task.Delay(Baseline, cancellationToken);
        long from = TimeProvider.System.GetTimestamp();
        double? baseline = BeatMath.PagesPerSecond(guest.Beats.Since(baselineFrom), baselineFrom, from);
        double? load = LoadAverage();
        DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();

        Attempt attempt = await mover.MoveAsync(guest, source, cancellationToken);

        long to = TimeProvider.System.GetTimestamp();
        await Task.Delay(Settle, CancellationToken.None);
        IReadOnlyList<Beat> beats = guest.Beats.Since(from);
        long transferFrom = attempt.TransferStartedAt is { } began ? from + Ticks(began - startedAt) : from;
        double? during = BeatMath.PagesPerSecond(beats, transferFrom, to);
        double? lost = baseline > 1 && during is { } rate ? 1 - rate / baseline : null;
        bool somewhere = guest.Running() is not null;
        bool whole = somewhere && guest.Beats.Fault is null && await guest.IsBeatingAsync(CancellationToken.None);
        bool? verdict = null;
        if (whole && attempt.Result == RunResult.Completed && !guest.Checked)
            verdict = await guest.CheckAsync();
        return new RunRecord
        {
            Key = Key(part, guest.Cell.Id, mover.Name),
            Part = part,
            Cell = guest.Cell,
            Policy = mover.Name,
            StartedAt = startedAt,
            Revision = Revision,
            LoadAverage = load,
            Source = guest.Lab.Hosts[source].Name,
            Result = somewhere ? attempt.Result : RunResult.Lost,
            TotalSeconds = attempt.TotalSeconds,
            DowntimeSeconds = attempt.DowntimeSeconds,
            TransferBytes = attempt.TransferBytes,
            Iterations = attempt.Iterations,
            WallSeconds = TimeProvider.System.GetElapsedTime(from, to).TotalSeconds,
            BlackoutSeconds = BeatMath.LongestSilence(beats)?.TotalSeconds,
            BaselinePagesPerSecond = baseline,
            WorkLostShare = lost,
            WorkLostSeconds = lost * TimeProvider.System.GetElapsedTime(transferFrom, to).TotalSeconds,
            ThrottlePercent = attempt.ThrottlePercent,
            LimitsBroken = attempt.Result == RunResult.Completed ? Judge.Broken(attempt) : [],
            GuestWhole = whole && verdict != false,
            MemoryChecked = verdict,
            Error = attempt.Error ?? guest.Beats.Fault,
            Steps = attempt.Steps,
            Rounds = attempt.Rounds,
            Forecasts = attempt.Forecasts,
            Document = attempt.Document,
        };
    }

    public static string Key(string part, string cell, string mover) => $"{part}|{cell}|{mover}";

    private static double? LoadAverage() =>
        double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double load) ? load : null;

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
