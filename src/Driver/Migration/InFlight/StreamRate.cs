using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Rate at which a transfer puts bytes on the wire, since the bandwidth last changed.</summary>
/// <param name="BytesPerSecond">The rate; 0 when nothing told.</param>
/// <param name="Seconds">How much sending it rests on.</param>
internal readonly record struct StreamRate(double BytesPerSecond, double Seconds)
{
    /// <summary>Time that QEMU takes to find that a page is all zeroes; while it does so the wire is idle.</summary>
    public const double ZeroScanSecondsPerPage = 0.4e-6;

    // A cap or a link that changed shows in every interval from then on; a stall of the guest's host in one or two.
    private const int Telling = 3;
    private const double Noticeable = 0.15;
    private const int Considered = 50;

    /// <summary>Estimates it.</summary>
    /// <param name="readings">Oldest first.</param>
    /// <param name="changedAt">When the cap was last changed by us; null when never.</param>
    public static StreamRate Estimate(IReadOnlyList<TransferReading> readings, TimeSpan? changedAt)
    {
        List<(double Bytes, double Seconds)> segment = [];
        TransferReading? before = null;
        foreach (TransferReading reading in readings)
        {
            if (reading.Job is not { MemoryProcessedBytes: > 0 } || (changedAt is { } since && reading.At < since))
                continue;
            if (before is not null && Interval(before, reading) is { } interval)
            {
                segment.Add(interval);
                int first = segment.Count - Telling;
                if (first >= Telling && HasChanged(segment, first))
                    segment.RemoveRange(0, first);
                else if (segment.Count > Considered)
                    segment.RemoveAt(0);
            }

            before = reading;
        }

        double seconds = segment.Sum(i => i.Seconds);
        return seconds > 0 ? new(segment.Sum(i => i.Bytes) / seconds, seconds) : default;
    }

    private static bool HasChanged(List<(double Bytes, double Seconds)> segment, int first)
    {
        double bytes = 0;
        double seconds = 0;
        for (int i = 0; i < first; i++)
            (bytes, seconds) = (bytes + segment[i].Bytes, seconds + segment[i].Seconds);
        double usual = bytes / seconds;
        bool slower = true;
        bool faster = true;
        for (int i = first; i < segment.Count; i++)
        {
            double rate = segment[i].Bytes / segment[i].Seconds;
            slower &= rate < usual * (1 - Noticeable);
            faster &= rate > usual * (1 + Noticeable);
        }

        return slower || faster;
    }

    // Where most of the time went into finding zero pages, nothing is learned about the wire.
    private static (double Bytes, double Seconds)? Interval(TransferReading from, TransferReading to)
    {
        DomainJobStatistics before = from.Job!;
        DomainJobStatistics after = to.Job!;
        double seconds = (to.At - from.At).TotalSeconds;
        double zeroPages = Math.Max(0, (after.ConstantPages ?? 0) - (double)(before.ConstantPages ?? 0));
        double sending = seconds - (zeroPages * ZeroScanSecondsPerPage);
        double bytes = after.MemoryProcessedBytes!.Value - (double)before.MemoryProcessedBytes!.Value;
        return seconds > 0 && sending > seconds / 2 && bytes >= 0 ? (bytes, sending) : null;
    }
}
