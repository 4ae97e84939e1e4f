namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>
/// The rest of a transfer, round by round, as QEMU runs it: a synchronization comes when what remains falls below
/// θ = bandwidth of the last 100 ms or more × max-downtime, and the guest is paused if what is left with it is still below.
/// </summary>
internal static class ContinuationModel
{
    private const double HeaderBytes = 8;
    private const double ZeroPageBytes = 9;
    private const double SynchronizationSeconds = 0.0005;

    // The test comes after a burst of sending, half a rate window in the mean (see PreCopyModel, which plans with the same).
    private const double BurstSeconds = 0.05;
    private const int MostRounds = 1000;

    /// <summary>Runs the rest.</summary>
    public static ContinuationOutcome Run(in Continuation now)
    {
        double whole = now.PageBytes + HeaderBytes;
        double wireRate = now.StreamRate;
        double left = now.Remaining;
        double zeroPages = now.RemainingZeroPages;
        double age = now.RoundAge;
        double time = 0;
        double length = 0;
        double threshold = 0;
        for (int round = 0; round < MostRounds && time < now.GiveUpAfter; round++)
        {
            (double seconds, double wire) = PageCost(now, round, whole);
            threshold = wireRate * now.MaxDowntime;
            double unsent = Math.Min(left, Math.Max(0, threshold - (BurstSeconds / seconds * now.PageBytes)));
            double pages = (left - unsent) / now.PageBytes;
            double zeroes = Math.Min(zeroPages, pages);
            double sending = ((pages - zeroes) * seconds)
                + (zeroes * Math.Max(ZeroPageBytes / now.StreamRate, InFlight.StreamRate.ZeroScanSecondsPerPage));
            time += sending;
            length = Math.Max(SynchronizationSeconds, age + sending);
            if (pages * seconds > BurstSeconds)
                wireRate = Math.Min(now.StreamRate, wire / seconds);
            threshold = wireRate * now.MaxDowntime;
            double overlap = now.EverDirtied > 0 ? Math.Min(1, unsent / now.EverDirtied) : 0;
            left = unsent + (now.Dirtying.At(length) * (1 - overlap));
            (age, zeroPages) = (0, 0);
            if (left < threshold || left < now.PageBytes)
            {
                double downtime = (left / now.PageBytes * Math.Max(wire / now.LineRate, seconds - (wire / now.StreamRate))) + now.SwitchoverCost;
                return new(true, time + downtime, downtime, length, left, threshold);
            }
        }

        double forced = (left / now.LineRate) + now.SwitchoverCost;
        return new(false, Math.Max(time, now.GiveUpAfter), forced, length, left, threshold);
    }

    // Time and wire bytes of one page. A page found in the cache takes its encoding, however little of it travels.
    private static (double Seconds, double Wire) PageCost(in Continuation now, int round, double whole)
    {
        double hit = now.Cache is { } cache && round >= now.RoundsInVain ? cache.HitRate : 0;
        double hitBytes = now.Cache?.HitBytes ?? 0;
        double hitSeconds = Math.Max(now.Cache?.HitSeconds ?? 0, hitBytes / now.StreamRate);
        return (((1 - hit) * whole / now.StreamRate) + (hit * hitSeconds), ((1 - hit) * whole) + (hit * hitBytes));
    }
}
