using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Runs one dirty-rate calculation of QEMU from start to result.</summary>
internal sealed class DirtyRateCalculation(BoundedDomain domain, TimeProvider time, TimeSpan patience)
{
    // What QEMU answers while another calculation runs (migration/dirtyrate.c).
    private const string AlreadyMeasuring = "already being measured";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSeries = TimeSpan.FromSeconds(30);

    /// <summary>Starts a calculation, waits its period and polls for its result.</summary>
    /// <returns>Its result; null when it never came, or somebody else's calculation took its place.</returns>
    public async Task<DirtyRateReading?> RunAsync(TimeSpan period, DirtyRateMode mode, CancellationToken cancellationToken)
    {
        DirtyRateReading? before = await StartAsync(period, mode, cancellationToken).ConfigureAwait(false);
        long begun = time.GetTimestamp();
        DirtyRateReading? first = await ReadAsync(cancellationToken).ConfigureAwait(false);
        long? started = first?.StartTime == before?.StartTime ? null : first?.StartTime;

        await Task.Delay(period, time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            DirtyRateReading? reading = await ReadAsync(cancellationToken).ConfigureAwait(false);
            switch (DirtyRateAcceptance.Judge(reading, before?.StartTime, started, period, mode))
            {
                case DirtyRateVerdict.Accepted:
                    return reading;
                case DirtyRateVerdict.Pending when time.GetElapsedTime(begun) < period + patience:
                    await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    return null;
            }
        }
    }

    /// <summary>Starts a calculation; somebody else may do so in the moment between the look and the start, as often as a series has periods.</summary>
    private async Task<DirtyRateReading?> StartAsync(TimeSpan period, DirtyRateMode mode, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            DirtyRateReading? before = await AwaitIdleAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await domain.CallAsync(d => d.StartDirtyRateCalculation(period, mode), cancellationToken).ConfigureAwait(false);
                return before;
            }
            catch (LibvirtException e) when (e.Message.Contains(AlreadyMeasuring, StringComparison.Ordinal) && time.GetElapsedTime(begun) < LongestSeries)
            {
                await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lets a calculation that somebody else started end first: QEMU runs one at a time.</summary>
    private async Task<DirtyRateReading?> AwaitIdleAsync(CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            DirtyRateReading? reading = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reading?.Status != DirtyRateStatus.Measuring || time.GetElapsedTime(begun) > (reading.Period ?? TimeSpan.Zero) + patience)
                return reading;
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DirtyRateReading?> ReadAsync(CancellationToken cancellationToken)
    {
        DomainStatistics? statistics = await domain
            .CallAsync(d => d.GetStatistics(DomainStatisticsGroups.DirtyRate, noWait: false), cancellationToken).ConfigureAwait(false);
        return statistics?.DirtyRate;
    }
}
