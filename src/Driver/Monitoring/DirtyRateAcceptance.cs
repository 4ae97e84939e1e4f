using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Tells the result of one dirty-rate calculation from older and foreign ones.</summary>
/// <remarks>
/// QEMU's start time counts whole seconds, up to 8.1 on the node's monotonic clock and later on its wall clock, and moves on
/// by up to a second when page-sampling takes long to hash. It is therefore only compared with other start times
/// of the same guest, never with a clock of ours. QEMU reports a longer period than asked for when counting took longer.
/// </remarks>
internal static class DirtyRateAcceptance
{
    private const long StartTimeDrift = 1;

    /// <summary>Judges a reading.</summary>
    /// <param name="reading">What libvirt says now.</param>
    /// <param name="before">Start time read before the calculation was started; null when there was none.</param>
    /// <param name="started">Start time read right after the start; null when it was not known yet.</param>
    /// <param name="period">The period asked for.</param>
    /// <param name="mode">The mode asked for.</param>
    public static DirtyRateVerdict Judge(DirtyRateReading? reading, long? before, long? started, TimeSpan period, DirtyRateMode mode)
    {
        if (reading is not { Status: DirtyRateStatus.Measured, MebibytesPerSecond: not null })
            return DirtyRateVerdict.Pending;
        if (before is not null && reading.StartTime == before)
            return DirtyRateVerdict.Pending;
        bool isOurs = (reading.Mode is null || reading.Mode == mode)
            && (reading.Period is null || reading.Period >= period)
            && (started is null || reading.StartTime is null || reading.StartTime - started is >= 0 and <= StartTimeDrift);
        return isOurs ? DirtyRateVerdict.Accepted : DirtyRateVerdict.Foreign;
    }
}
