using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// QEMU's iterative pre-copy, round by round. The test for the switch-over comes when what is left falls below
/// θ = B·L; then the bitmap is synchronized, and the guest is paused if what is left with it is still below θ
/// (QEMU migration/migration.c migration_iteration_run, migration/ram.c ram_save_pending).
/// </summary>
internal static class PreCopyModel
{
    /// <summary>A page on the wire carries an address and flags (migration/ram.c save_page_header).</summary>
    public const double PageHeaderBytes = 8;

    private const double ZeroPageBytes = 9;
    private const double ZeroScanSecondsPerPage = 0.4e-6;
    private const double SynchronizationSeconds = 0.0005;
    private const double BandwidthWindowSeconds = 0.1;

    // The test comes after each burst of sending: at most 50 ms (migration/ram.c MAX_WAIT), or half a rate window in the mean.
    private const double BurstSeconds = 0.05;

    private const int MostRounds = 2000;
    private const int RoundsKept = 64;

    /// <summary>Runs the rounds.</summary>
    /// <param name="scenario">The world.</param>
    /// <param name="cacheBytes">XBZRLE cache; 0 without.</param>
    /// <param name="rounds">Filled with the first rounds when given.</param>
    public static PreCopyOutcome Run(in Scenario scenario, double cacheBytes, List<PredictedRound>? rounds)
    {
        double pageOnWire = scenario.PageBytes + PageHeaderBytes;
        double time = FirstRoundSeconds(scenario);
        double bytes = (scenario.NonZeroBytes / scenario.PageBytes * pageOnWire) + (scenario.ZeroPages * ZeroPageBytes);
        double left = scenario.WorkingSet.At(time);
        rounds?.Add(Round(bytes, time, left));

        double everWritten = left;
        double cached = 0;
        double hitRate = 0;
        double windowBytes = 0;
        double windowSeconds = 0;
        double threshold = scenario.StreamRate * scenario.MaxDowntimeSeconds;
        for (int round = 2; left >= threshold && round <= MostRounds && time < scenario.MaxTotalSeconds; round++)
        {
            double secondsPerPage = SecondsPerPage(scenario, pageOnWire, hitRate);
            double unsent = Math.Max(0, threshold - (BurstSeconds / secondsPerPage * scenario.PageBytes));
            double pages = (left - unsent) / scenario.PageBytes;
            double wire = pages * (((1 - hitRate) * pageOnWire) + (hitRate * scenario.DeltaBytes));
            double seconds = Math.Max(SynchronizationSeconds, pages * secondsPerPage);
            bytes += wire;
            time += seconds;

            everWritten = Math.Max(everWritten, scenario.WorkingSet.At(time));
            cached = Math.Min(cacheBytes, cached + ((left - unsent) * (1 - hitRate)));
            hitRate = HitRate(scenario, cacheBytes, cached, everWritten);
            left = unsent + (scenario.WorkingSet.At(seconds) * (1 - Math.Min(1, unsent / everWritten)));

            // θ follows the bandwidth of the last full window, and deltas use little of it.
            windowBytes += wire;
            windowSeconds += seconds;
            if (windowSeconds >= BandwidthWindowSeconds)
            {
                threshold = Math.Min(scenario.StreamRate, windowBytes / windowSeconds) * scenario.MaxDowntimeSeconds;
                (windowBytes, windowSeconds) = (0, 0);
            }
            if (rounds?.Count < RoundsKept)
                rounds.Add(Round(wire, seconds, left));
        }

        bool converges = left < threshold || left == 0;
        double forced = converges ? 0 : (left - threshold) / scenario.PageBytes * SecondsPerPage(scenario, pageOnWire, hitRate);
        double lastPage = ((1 - hitRate) * pageOnWire) + (hitRate * scenario.DeltaBytes);
        double lastBytes = left / scenario.PageBytes * lastPage;
        double lastSeconds = Math.Min(left, threshold) / scenario.PageBytes
            * Math.Max(lastPage / scenario.LineRate, hitRate * scenario.EncodeSeconds);
        double downtime = forced + lastSeconds + scenario.SwitchoverSeconds;
        double end = converges ? time : Math.Max(time, scenario.MaxTotalSeconds);
        return new PreCopyOutcome(converges, end + downtime, downtime, bytes + lastBytes);
    }

    /// <summary>T1: memory that holds something goes over the wire, zero pages cost a header or the scan, whichever is slower.</summary>
    public static double FirstRoundSeconds(in Scenario scenario) =>
        (scenario.NonZeroBytes / scenario.PageBytes * (scenario.PageBytes + PageHeaderBytes) / scenario.StreamRate)
        + (scenario.ZeroPages * Math.Max(ZeroPageBytes / scenario.StreamRate, ZeroScanSecondsPerPage));

    private static double SecondsPerPage(in Scenario scenario, double pageOnWire, double hitRate) =>
        ((1 - hitRate) * pageOnWire / scenario.StreamRate)
        + (hitRate * Math.Max(scenario.DeltaBytes / scenario.StreamRate, scenario.EncodeSeconds));

    /// <summary>
    /// Share of rewritten pages that the cache holds. It has one slot for each address modulo its size
    /// (QEMU migration/page_cache.c), so a working set spread over more memory than the cache shares slots:
    /// of n pages thrown at random over m slots, (1 − e^(−n/m))·m/n keep one. A working set in one piece shares none.
    /// </summary>
    private static double HitRate(in Scenario scenario, double cacheBytes, double cached, double everWritten)
    {
        if (cacheBytes <= 0 || everWritten <= 0)
            return 0;
        double load = everWritten / cacheBytes;
        double scattered = (1 - Math.Exp(-load)) / load;
        double inOnePiece = Math.Min(1, 1 / load);
        double slotShare = cacheBytes >= scenario.WorkingSet.CeilingBytes
            ? 1
            : (scenario.ScatteredShare * scattered) + ((1 - scenario.ScatteredShare) * inOnePiece);
        return Math.Min(1, cached / everWritten) * slotShare;
    }

    private static PredictedRound Round(double bytes, double seconds, double left) =>
        new(new ByteCount((long)bytes), TimeSpan.FromSeconds(seconds), new ByteCount((long)left));
}
