using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Probing;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The shadow probe of one guest beside its dirty-rate calculations.</summary>
/// <remarks>
/// QEMU counts by itself, and both need libvirt's lock on the guest for milliseconds only, so they run at the same time.
/// Without the probe an observation is still worth having: nothing that the probe meets is passed on.
/// </remarks>
/// <param name="domain">The guest.</param>
/// <param name="peek">Reads its memory from a guest-physical address; blocks.</param>
/// <param name="description">Its memory.</param>
/// <param name="options">What it may cost.</param>
/// <param name="time">Measures gaps and bounds.</param>
/// <param name="logger">Told why a probe ended early.</param>
internal sealed partial class GuestProbe(
    ILibvirtDomain domain, Action<ulong, Memory<byte>> peek, DomainDescription description, ShadowProbeOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Runs the probe while <paramref name="measure"/> runs, and once more after it when a peek did not come back in time.</summary>
    /// <param name="measure">The dirty-rate calculations; a series cut short by a job ends the probe without a result.</param>
    /// <param name="total">What the shares are shares of.</param>
    /// <param name="seed">Picks the pages.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public async Task<(DirtyRateSeries Series, ShadowProbeResult? Probe)> RunBesideAsync(
        Func<Task<DirtyRateSeries>> measure, ByteCount total, int seed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(ShadowProbeResult? Result, bool IsBlocked)> probe = RunAsync(total, seed, ending.Token);
        DirtyRateSeries series;
        try
        {
            series = await measure().ConfigureAwait(false);
            if (series.IsCutShort)
                await ending.CancelAsync().ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)probe).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        (ShadowProbeResult? result, bool isBlocked) = await probe.ConfigureAwait(false);
        if (isBlocked && !series.IsCutShort)
            (result, _) = await RunAsync(total, seed, cancellationToken).ConfigureAwait(false);
        return (series, series.IsCutShort ? null : result);
    }

    private async Task<(ShadowProbeResult? Result, bool IsBlocked)> RunAsync(ByteCount total, int seed, CancellationToken cancellationToken)
    {
        if (GuestMemoryMap.For(description.Architecture, description.Machine, (ulong)description.Memory.Value) is not { } map)
            return default;
        try
        {
            BoundedDomain bounded = new(domain, options.PeekBound, time);
            if (await bounded.HasJobAsync(cancellationToken).ConfigureAwait(false))
                return default;
            Task Read(ulong address, Memory<byte> chunk, CancellationToken stop) => bounded.CallAsync(_ => peek(address, chunk), stop);
            ShadowProbeResult result = await new ShadowProbe(options, time).RunAsync(map, total, new Random(seed), Read, cancellationToken).ConfigureAwait(false);
            LogProbed(description.Identity.Name, result.Pages, result.Peeks, result.PeekTime.TotalMilliseconds, result.Elapsed.TotalMilliseconds);
            return (result, false);
        }
        catch (OperationCanceledException)
        {
            return default;
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException)
        {
            LogFailed(description.Identity.Name, exception.Message);
            return (null, exception is TimeoutException);
        }
    }
}
