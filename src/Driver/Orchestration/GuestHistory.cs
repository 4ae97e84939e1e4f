using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Past migrations of one guest → how what it dirtied compares with what was foretold. Pure.</summary>
/// <remarks>
/// Within the time that an observation covers, the factor between both is learned; it holds for guests that run slower or
/// faster while they migrate. Beyond it, the curve is a guess, and what a long round dirtied becomes a point of its own.
/// </remarks>
public static class GuestHistory
{
    private const int Considered = 8;
    private const double AssumedSpread = 0.10;
    private const double LeastFactor = 0.25;
    private const double MostFactor = 4;

    // A guest that now writes much more or less than then does something else: its past tells nothing.
    private const double SameWorkload = 1.5;

    // A point of the past, in relation to its memory; it ages.
    private const double PointError = 0.10;
    private const double ErrorAfterAMonth = 0.3;

    // Left of a round that did little: mostly what was not sent, not what was written.
    private const double Telling = 2;

    /// <summary>Learns.</summary>
    /// <param name="entries">Migrations of this guest and of others, newest first, finished or not.</param>
    /// <param name="observation">What the guest does now.</param>
    /// <param name="now">What ages count from.</param>
    public static GuestCorrection? Learn(IReadOnlyList<JournalEntry> entries, GuestObservation observation, DateTimeOffset now)
    {
        DecayingMean factors = new();
        List<WorkingSetPoint> points = [];
        JournalEntry[] own = [.. entries.Where(e => e.Domain.Uuid == observation.Domain.Uuid)];
        foreach (JournalEntry entry in own.Where(e => e.Report is { Rounds.Count: > 0 } && e.Plan?.Observation is not null).Take(Considered))
        {
            if (!IsSameWorkload(entry.Plan!.Observation!, observation))
                continue;
            TimeSpan age = now - entry.StartedAt;
            WorkingSetFit then = WorkingSetFit.Fit(entry.Plan.Observation!.WorkingSet, observation.MemoryTotal);
            foreach ((double seconds, double dirtied) in Rounds(entry.Report!))
            {
                if (seconds > then.Curve.ObservedSeconds)
                    points.Add(new(TimeSpan.FromSeconds(seconds), new((long)dirtied), new((long)(dirtied * (PointError + (ErrorAfterAMonth * Math.Max(0, age.TotalDays) / 30))))));
                else if (then.Curve.At(seconds) is > 0 and var foretold)
                    factors.Add(Math.Log(Math.Clamp(dirtied / foretold, LeastFactor, MostFactor)), age);
            }
        }
        ByteCount? overhead = ProcessOverhead(own, observation) ?? ProcessOverhead(entries, observation);
        return factors.Count + points.Count == 0 && overhead is null
            ? null
            : new(Math.Exp(factors.Mean), factors.Spread(AssumedSpread), Math.Max(factors.Count, points.Count)) { Points = points, ProcessOverhead = overhead };
    }

    /// <summary>The median over the latest migrations of guests that run like this one: what was resident, less what turned out to hold something.</summary>
    private static ByteCount? ProcessOverhead(IEnumerable<JournalEntry> entries, GuestObservation observation)
    {
        List<long> seen = [];
        foreach (JournalEntry entry in entries)
        {
            if (entry.Report?.Transfer?.Filled is { } filled && entry.Plan?.Observation is { MemoryResident: { } resident } then
                && then.IsEmulated == observation.IsEmulated && resident > filled)
                seen.Add(resident.Value - filled.Value);
            if (seen.Count == Considered)
                break;
        }
        seen.Sort();
        return seen.Count > 0 ? new(seen[seen.Count / 2]) : null;
    }

    /// <summary>Length of each telling round and what the guest dirtied in it: what was left at its end, less what was not sent before.</summary>
    private static IEnumerable<(double Seconds, double Dirtied)> Rounds(MigrationReport report)
    {
        double setup = (report.Transfer?.SetupTime ?? TimeSpan.Zero).TotalSeconds;
        double rate = report.Transfer?.StreamRate?.Value ?? 0;
        double unsent = rate * (report.Plan.Chosen?.Parameters?.MaxDowntime.TotalSeconds ?? 0);
        if (report.Rounds[0] is { Left.Value: var first, EndedAt: var at } && at.TotalSeconds - setup > 0)
            yield return (at.TotalSeconds - setup, first);
        if (report.Plan.Chosen?.Parameters is not { XbzrleCache: null, ThrottleInitial: null } || rate <= 0)
            yield break;
        for (int round = 1; round < report.Rounds.Count; round++)
        {
            double seconds = (report.Rounds[round].EndedAt - report.Rounds[round - 1].EndedAt).TotalSeconds;
            if (report.Rounds[round].Left is { } left && left.Value > Telling * unsent && seconds > 0.5)
                yield return (seconds, left.Value - unsent);
        }
    }

    private static bool IsSameWorkload(GuestObservation then, GuestObservation now)
    {
        if (then.WorkingSet is not [.., var before] || now.WorkingSet is not [.., var current])
            return false;
        double ratio = (current.Distinct.Value + 1.0) / (before.Distinct.Value + 1.0);
        return ratio is < SameWorkload and > 1 / SameWorkload;
    }
}
