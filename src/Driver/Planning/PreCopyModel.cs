using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// QEMU's iterative pre-copy, round by round. The test for the switch-over comes when what is left falls below
/// θ = B·L; then the bitmap is synchronized, and the guest is paused if what is left with it is still below θ
/// (QEMU migration/migration.c migration_iteration_run, migration/ram.c ram_save_pending). docs/model.md has each equation.
/// </summary>
internal static class PreCopyModel
{
    /// <summary>A page on the wire carries an address and flags (migration/ram.c save_page_header).</summary>
    public const double PageHeaderBytes = 8;

    private const double ZeroPageBytes = 9;
    private const double ZeroScanSecondsPerPage = 0.4e-6;
    private const double SynchronizationSeconds = 0.0005;
    private const double BandwidthWindowSeconds = 0.1;

    // The test comes after each burst of sending: at most 50 ms (migration/ram.c MAX_WAIT), or with a cap, each rate window.
    private const double BurstSeconds = 0.05;

    private const int MostRounds = 2000;
    private const int RoundsKept = 64;

    // So many rounds without getting closer, each with its test at another place of a burst, and it never will.
    private const int StagnantRounds = 12;
    private const int AlikeRounds = 4;

    // Steering waits for so many before it raises the max-downtime (PatiencePolicy).
    private const int RoundsBeforeRaise = 2;
    private const double Closer = 0.98;
    private const double GoldenRatio = 0.6180339887;

    /// <summary>Runs the rounds.</summary>
    /// <param name="scenario">The world.</param>
    /// <param name="settings">What QEMU is told.</param>
    /// <param name="rounds">Filled with the first rounds when given.</param>
    public static PreCopyOutcome Run(in Scenario scenario, in PreCopySettings settings, List<PredictedRound>? rounds)
    {
        Wire wire = new(scenario, settings);
        Throttle throttle = new(settings.ThrottleInitial, settings.ThrottleIncrement);
        double pass = wire.FirstRoundSeconds(scenario);
        double bytes = (scenario.NonZeroBytes / scenario.PageBytes * wire.WholePage) + (scenario.ZeroPages * ZeroPageBytes);
        double left = FirstPass(scenario, settings, pass, bytes, ref throttle);
        double time = scenario.SetupSeconds + pass;
        rounds?.Add(Round(bytes, time, left));

        double burst = wire.Rate < wire.Line ? BandwidthWindowSeconds : BurstSeconds;
        double everWritten = left;
        double cached = 0;
        double hitRate = 0;
        double windowBytes = 0;
        double windowSeconds = 0;
        double maxDowntime = settings.MaxDowntimeSeconds;
        double bandwidth = wire.FirstPassRate;
        double threshold = bandwidth * maxDowntime;
        double least = left;
        int stagnant = 0;
        double phase = scenario.BurstPhase;
        for (int round = 2; left >= threshold && left > 0 && round <= MostRounds && time < scenario.MaxTotalSeconds
            && (stagnant < StagnantRounds || throttle.CanRise); round++)
        {
            double secondsPerPage = wire.SecondsPerPage(hitRate);
            double unsent = Math.Clamp(threshold - (phase * burst / secondsPerPage * scenario.PageBytes), 0, left);
            double pages = (left - unsent) / scenario.PageBytes;
            double sent = pages * wire.BytesPerPage(hitRate);
            double seconds = Math.Max(SynchronizationSeconds, pages * secondsPerPage);
            bytes += sent;
            time += seconds;
            phase = (phase + GoldenRatio) % 1;

            double dirtied = scenario.WorkingSet.At(seconds * (1 - throttle.Share));
            everWritten = Math.Max(everWritten, scenario.WorkingSet.At(time - scenario.SetupSeconds - throttle.LostSeconds));
            double before = cached;
            cached = Math.Min(settings.CacheBytes, cached + ((left - unsent) * (1 - hitRate)));
            hitRate = HitRate(scenario, settings.CacheBytes, cached, everWritten);
            double fresh = everWritten > 0 ? dirtied * (1 - Math.Min(1, unsent / everWritten)) : 0;
            left = unsent + fresh;
            double shareBefore = throttle.Share;
            throttle.Pass(seconds, sent, fresh);

            // θ follows the bandwidth of the last full window, and deltas use little of it.
            windowBytes += sent;
            windowSeconds += seconds;
            if (windowSeconds >= BandwidthWindowSeconds)
            {
                bandwidth = Math.Min(wire.Rate, windowBytes / windowSeconds);
                threshold = bandwidth * maxDowntime;
                (windowBytes, windowSeconds) = (0, 0);
            }
            if (rounds?.Count < RoundsKept)
                rounds.Add(Round(sent, seconds, left));

            // Rounds that are all alike go on like this until the throttle looks again.
            if (stagnant >= AlikeRounds && throttle.CanRise && throttle.SecondsToNextLook is var alike && alike > seconds)
            {
                bytes += sent * alike / seconds;
                time += alike;
                throttle.Pass(alike, sent * alike / seconds, fresh * alike / seconds);
            }

            bool changes = left < Closer * least || cached > before * 1.01 || throttle.Share > shareBefore;
            stagnant = changes ? 0 : stagnant + 1;
            least = Math.Min(least, left);
            if (stagnant >= RoundsBeforeRaise && settings.RaisedMaxDowntimeSeconds > maxDowntime)
            {
                maxDowntime = settings.RaisedMaxDowntimeSeconds;
                threshold = bandwidth * maxDowntime;
                stagnant = 0;
            }
        }

        bool converges = left < threshold || left <= 0;
        double remaining = Math.Max(0, scenario.MaxTotalSeconds - time);
        if (!converges)
        {
            // It goes on like this until somebody ends it.
            bytes += remaining / wire.SecondsPerPage(hitRate) * wire.BytesPerPage(hitRate);
            time += remaining;
        }
        double pagesLeft = left / scenario.PageBytes;
        double switchover = settings switch
        {
            { CacheBytes: > 0 } => scenario.DeltaSwitchoverSeconds,
            { IsParallel: true } => scenario.ParallelSwitchoverSeconds,
            _ => scenario.SwitchoverSeconds,
        };
        double downtime = switchover
            + (pagesLeft * Math.Max(wire.BytesPerPage(hitRate) / wire.Line, wire.ProcessorSeconds(hitRate)))
            + BacklogSeconds(scenario, settings, bytes, scenario.PageBytes / wire.SecondsPerPage(0));
        double running = Math.Max(time - scenario.SetupSeconds, 1e-3);
        return new PreCopyOutcome(
            converges, time + downtime, downtime, bytes + (pagesLeft * wire.BytesPerPage(hitRate)), throttle.LostSeconds / running, throttle.Share);
    }

    /// <summary>T1: memory that holds something goes over the wire, zero pages cost a header or the scan, whichever is slower.</summary>
    public static double FirstRoundSeconds(in Scenario scenario) =>
        new Wire(scenario, new() { MaxDowntimeSeconds = 0 }).FirstRoundSeconds(scenario);

    /// <summary>What is dirty after the first pass; a throttle may begin within it.</summary>
    private static double FirstPass(in Scenario scenario, in PreCopySettings settings, double pass, double bytes, ref Throttle throttle)
    {
        double step = Math.Min(pass, settings.ThrottleCheckSeconds);
        if (settings.ThrottleInitial <= 0 || step <= 0 || step >= pass)
        {
            double left = scenario.WorkingSet.At(pass);
            throttle.Pass(pass, bytes, left);
            return left;
        }

        double awake = 0;
        double seen = 0;
        for (double at = 0; at < pass; at += step)
        {
            double seconds = Math.Min(step, pass - at);
            awake += seconds * (1 - throttle.Share);
            double written = scenario.WorkingSet.At(awake);
            throttle.Pass(seconds, bytes * seconds / pass, written - seen);
            seen = written;
        }
        return seen;
    }

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

    /// <summary>
    /// Time that the destination needs for what still waits to be unpacked when the guest is paused: compressed memory is packed
    /// faster than it is unpacked and put in place, and the sockets hold so many bytes of it (migration/multifd.c, multifd_recv_sync_main).
    /// </summary>
    private static double BacklogSeconds(in Scenario scenario, in PreCopySettings settings, double sentBytes, double packRate)
    {
        if (settings.QueueBytes <= 0 || packRate <= scenario.UnpackRate)
            return 0;
        double behind = Math.Min(settings.QueueBytes, sentBytes * (1 - (scenario.UnpackRate / packRate)));
        return behind / (settings.RewrittenWireShare ?? settings.WireShare) / scenario.UnpackRate;
    }

    private static PredictedRound Round(double bytes, double seconds, double left) =>
        new(new ByteCount((long)bytes), TimeSpan.FromSeconds(seconds), new ByteCount((long)left));

    /// <summary>What a page costs on the wire and on the processor.</summary>
    private readonly struct Wire
    {
        private readonly double _delta;
        private readonly double _encode;
        private readonly double _page;
        private readonly double _rewritten;
        private readonly double _rewrittenPage;

        public Wire(in Scenario scenario, in PreCopySettings settings)
        {
            WholePage = (scenario.PageBytes * settings.WireShare) + PageHeaderBytes;
            Line = scenario.LineRate * settings.LineFactor;
            Rate = Math.Min(scenario.CapRate, Line);
            _delta = ((1 - scenario.OverflowShare) * scenario.DeltaBytes) + (scenario.OverflowShare * WholePage);
            _encode = scenario.EncodeSeconds;
            _page = settings.PageSeconds * scenario.PackFactor;
            _rewritten = (scenario.PageBytes * (settings.RewrittenWireShare ?? settings.WireShare)) + PageHeaderBytes;
            _rewrittenPage = (settings.RewrittenPageSeconds ?? settings.PageSeconds) * scenario.PackFactor;
        }

        /// <summary>Bytes of a whole page in the first pass.</summary>
        public double WholePage { get; }

        /// <summary>Bytes a second that the first pass puts on the wire.</summary>
        public double FirstPassRate => Math.Min(Rate, WholePage / Math.Max(WholePage / Rate, _page));

        /// <summary>B: bytes a second under the limit.</summary>
        public double Rate { get; }

        /// <summary>Bytes a second without it.</summary>
        public double Line { get; }

        public double FirstRoundSeconds(in Scenario scenario) =>
            (scenario.NonZeroBytes / scenario.PageBytes * Math.Max(WholePage / Rate, _page))
            + (scenario.ZeroPages * Math.Max(ZeroPageBytes / Rate, ZeroScanSecondsPerPage));

        // A page that is sent again.
        public double BytesPerPage(double hitRate) => ((1 - hitRate) * _rewritten) + (hitRate * _delta);

        public double ProcessorSeconds(double hitRate) => ((1 - hitRate) * _rewrittenPage) + (hitRate * _encode);

        public double SecondsPerPage(double hitRate) =>
            ((1 - hitRate) * Math.Max(_rewritten / Rate, _rewrittenPage)) + (hitRate * Math.Max(_delta / Rate, _encode));
    }
}
