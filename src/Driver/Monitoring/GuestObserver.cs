using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Probing;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Observes one guest: memory, dirty rate, working set curve, network, and the shadow probe where it is allowed.</summary>
/// <remarks>
/// The result leaves out what could not be measured. A paused guest writes nothing and gets a flat curve at zero without
/// any calculation. Zero pages are known only to the probe.
/// </remarks>
public sealed class GuestObserver(TimeProvider time, ILogger<GuestObserver> logger) : IGuestObserver
{
    private const DomainStatisticsGroups Groups =
        DomainStatisticsGroups.State | DomainStatisticsGroups.Balloon | DomainStatisticsGroups.Interface;

    private static readonly ByteCount DefaultHugePage = ByteCount.FromMebibytes(2);
    private static readonly TimeSpan ShortestTrafficTime = TimeSpan.FromMilliseconds(500);

    /// <summary>The first such call makes the daemon look at every QEMU binary it has: several seconds on a busy node.</summary>
    private const int VersionBoundFactor = 3;
    private static readonly ShadowProbeOptions ProbeOptions = new();

    /// <inheritdoc/>
    /// <exception cref="ObservationRefusedException">The guest does not run, or a job runs on it.</exception>
    /// <exception cref="ArgumentException">A period is not a whole number of seconds from 1 to 60.</exception>
    public async Task<GuestObservation> ObserveAsync(
        ILibvirtConnection connection, ILibvirtDomain domain, ObservationOptions options, IProgress<string>? step, CancellationToken cancellationToken)
    {
        if (ObservationPeriods.FindError(options.Periods) is { } error)
            throw new ArgumentException(error, nameof(options));

        step?.Report("reading the guest's description");
        BoundedDomain bounded = new(domain, options.CallBound, time);
        DomainDescription description = DomainDescriptionParser.Parse(
            await bounded.CallAsync(d => d.GetXml(), cancellationToken).ConfigureAwait(false));
        DomainInfo info = await bounded.CallAsync(d => d.GetInfo(), cancellationToken).ConfigureAwait(false);
        await RefuseAsync(bounded, description.Identity, info.State, cancellationToken).ConfigureAwait(false);

        ByteCount total = new(checked((long)info.MaximumMemoryBytes));
        bool isRunning = info.State is not (DomainState.Paused or DomainState.PowerManagementSuspended);
        DirtyRateSeries? series = null;
        ShadowProbeResult? probe = null;
        (DomainStatistics? first, long firstAt) = await ReadAsync(bounded, cancellationToken).ConfigureAwait(false);
        if (isRunning)
        {
            DirtyRateMode mode = await ModeAsync(connection, description, options.CallBound, cancellationToken).ConfigureAwait(false);
            if (options.Probe)
                step?.Report("probing a sample of the guest's memory");
            Task<DirtyRateSeries> MeasureAsync() => new DirtyRateMeasurement(bounded, options, time).RunAsync(mode, total, step, cancellationToken);
            int seed = options.ProbeSeed ?? (description.Identity.Uuid.GetHashCode() ^ time.GetUtcNow().Ticks.GetHashCode());
            void Peek(ulong address, Memory<byte> chunk) => domain.PeekMemory(address, chunk.Span);
            (series, probe) = options.Probe
                ? await new GuestProbe(domain, Peek, description, ProbeOptions, time, logger).RunBesideAsync(MeasureAsync, total, seed, cancellationToken).ConfigureAwait(false)
                : (await MeasureAsync().ConfigureAwait(false), null);
        }

        (DomainStatistics? last, long lastAt) = await ReadAsync(bounded, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WorkingSetPoint> workingSet = isRunning
            ? WorkingSetAssembler.Assemble(
                [.. series?.Readings ?? []], probe?.Readings ?? [], countsWrites: series?.Mode == DirtyRateMode.DirtyBitmap, total)
            : [.. options.Periods.Distinct().Order().Select(period => new WorkingSetPoint(period, ByteCount.Zero, ByteCount.Zero))];
        return new()
        {
            Domain = description.Identity,
            At = time.GetUtcNow(),
            IsRunning = isRunning,
            IsEmulated = description.IsEmulated,
            VirtualCpus = info.VirtualCpus,
            PageSize = description.PageSize ?? DefaultHugePage,
            MemoryTotal = total,
            MemoryResident = ByteCount.From(last?.Memory?.ResidentBytes ?? first?.Memory?.ResidentBytes),
            ZeroPageRatio = probe?.Zero?.Value,
            ZeroPageRatioError = probe?.Zero?.Error,
            DirtyRateMode = series is { IsEmpty: false } ? series.Mode : null,
            DirtyRate = isRunning ? series?.Rate : new BytesPerSecond(0),
            VcpuDirtyRates = series?.VcpuRates ?? new Dictionary<int, BytesPerSecond>(),
            WorkingSet = workingSet,
            ChangedByteRatio = probe?.ChangedByteRatio,
            Delta = probe?.Delta,
            CompressedRatio = probe?.CompressedRatio,
            ChangedCompressedRatio = probe?.ChangedCompressedRatio,
            Activity = series?.Activity ?? [],
            NetworkRate = NetworkRate(first, last, time.GetElapsedTime(firstAt, lastAt)),
        };
    }

    private static async Task RefuseAsync(BoundedDomain domain, DomainIdentity identity, DomainState state, CancellationToken cancellationToken)
    {
        if (state is DomainState.ShutOff or DomainState.Crashed or DomainState.None)
            throw new ObservationRefusedException(new(ReasonCodes.DomainInactive, $"guest '{identity.Name}' does not run: start it first"));
        if (await domain.HasJobAsync(cancellationToken).ConfigureAwait(false))
            throw new ObservationRefusedException(new(ReasonCodes.DomainBusy, $"a job runs on guest '{identity.Name}': wait for its end"));
    }

    private async Task<(DomainStatistics? Statistics, long At)> ReadAsync(BoundedDomain domain, CancellationToken cancellationToken)
    {
        DomainStatistics? statistics = await domain.CallAsync(d => d.GetStatistics(Groups, noWait: false), cancellationToken).ConfigureAwait(false);
        return (statistics, time.GetTimestamp());
    }

    private async Task<DirtyRateMode> ModeAsync(ILibvirtConnection connection, DomainDescription description, TimeSpan callBound, CancellationToken cancellationToken)
    {
        if (description.IsEmulated)
            return DirtyRateMode.PageSampling;
        LibvirtVersions versions = await BoundedCall.RunAsync(connection.GetVersions, VersionBoundFactor * callBound, time, cancellationToken).ConfigureAwait(false);
        return DirtyRateModeSelector.Select(description, versions.Daemon);
    }

    private static BytesPerSecond? NetworkRate(DomainStatistics? first, DomainStatistics? last, TimeSpan elapsed)
    {
        if (first is null || last is null || elapsed < ShortestTrafficTime)
            return null;
        BytesPerSecond? received = GuestSampleCalculator.ByteRate(
            GuestSampleCalculator.Sum(last.Interfaces, i => i.ReceivedBytes), GuestSampleCalculator.Sum(first.Interfaces, i => i.ReceivedBytes), elapsed);
        BytesPerSecond? sent = GuestSampleCalculator.ByteRate(
            GuestSampleCalculator.Sum(last.Interfaces, i => i.SentBytes), GuestSampleCalculator.Sum(first.Interfaces, i => i.SentBytes), elapsed);
        return received is null && sent is null ? null : new((received?.Value ?? 0) + (sent?.Value ?? 0));
    }
}
