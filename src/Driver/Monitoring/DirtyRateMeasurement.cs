using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Measures the dirty rate of a guest over several periods, one calculation after the other.</summary>
/// <remarks>
/// Page-sampling is noisy and can read 0 under load. Its shortest period is repeated while that fits into the budget, and
/// once beyond it when it read 0 although a longer period did not. The default periods leave no room in the default
/// budget, so that they are repeated in the latter case only, or where <see cref="ObservationOptions.ShortMeasurements"/> asks for it. With the dirty ring on, the ring is read over the shortest
/// period, for the rate of each processor, and page-sampling gives the rest of the curve: see <see cref="DirtyRateSeries"/>.
/// </remarks>
internal sealed class DirtyRateMeasurement(BoundedDomain domain, ObservationOptions options, TimeProvider time)
{
    private const int MostRepeats = 3;
    private static readonly TimeSpan Overhead = TimeSpan.FromMilliseconds(300);
    private readonly DirtyRateCalculation _calculation = new(domain, time, options.CallBound);

    /// <summary>Measures all periods; what a job on the guest cuts short is left out.</summary>
    /// <param name="mode">How to count.</param>
    /// <param name="memory">All memory of the guest.</param>
    /// <param name="step">Told what is being measured.</param>
    /// <param name="cancellationToken">Ends the wait; QEMU ends its calculation by itself.</param>
    /// <exception cref="LibvirtException">libvirt refuses even page-sampling.</exception>
    /// <exception cref="TimeoutException">libvirt did not answer within its bound.</exception>
    public async Task<DirtyRateSeries> RunAsync(DirtyRateMode mode, ByteCount memory, IProgress<string>? step, CancellationToken cancellationToken)
    {
        try
        {
            return await MeasureAsync(mode, memory, step, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtException) when (mode != DirtyRateMode.PageSampling)
        {
            step?.Report($"libvirt refused mode {mode.Name()}, falling back to page-sampling");
            return await MeasureAsync(DirtyRateMode.PageSampling, memory, step, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DirtyRateSeries> MeasureAsync(DirtyRateMode mode, ByteCount memory, IProgress<string>? step, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        DirtyRateSeries series = new(mode, memory);
        TimeSpan[] periods = [.. options.Periods.Distinct().Order()];
        foreach ((TimeSpan period, DirtyRateMode counted) in Schedule(periods, mode))
        {
            if (!await MeasureAsync(series, period, counted, step, cancellationToken).ConfigureAwait(false))
                return series;
        }

        for (int repeat = 0; !series.IsEmpty; repeat++)
        {
            bool isWanted = repeat + 1 < options.ShortMeasurements;
            bool isMissed = repeat == 0 && mode == DirtyRateMode.PageSampling && series.IsShortestMissed;
            bool fits = repeat < MostRepeats && mode == DirtyRateMode.PageSampling && time.GetElapsedTime(begun) + periods[0] + Overhead <= options.Budget;
            if (!(isWanted || isMissed || fits) || !await MeasureAsync(series, periods[0], mode, step, cancellationToken).ConfigureAwait(false))
                break;
        }

        return series;
    }

    private static IEnumerable<(TimeSpan Period, DirtyRateMode Mode)> Schedule(TimeSpan[] periods, DirtyRateMode mode) => mode == DirtyRateMode.DirtyRing
        ? periods.Skip(1).DefaultIfEmpty(periods[0]).Select(period => (period, DirtyRateMode.PageSampling)).Prepend((periods[0], mode))
        : periods.Select(period => (period, mode));

    private async Task<bool> MeasureAsync(
        DirtyRateSeries series, TimeSpan period, DirtyRateMode mode, IProgress<string>? step, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (await domain.HasJobAsync(cancellationToken).ConfigureAwait(false))
            {
                series.IsCutShort = true;
                return false;
            }

            step?.Report($"counting what the guest writes in {Duration.Format(period)} ({mode.Name()})");
            if (await _calculation.RunAsync(period, mode, cancellationToken).ConfigureAwait(false) is { } result)
            {
                series.Add(time.GetUtcNow(), period, mode, result);
                break;
            }
        }

        return true;
    }
}
