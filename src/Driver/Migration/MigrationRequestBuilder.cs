using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>A plan's parameters → what virDomainMigrateToURI3 is given. Pure.</summary>
public static class MigrationRequestBuilder
{
    /// <summary>Builds the request.</summary>
    /// <param name="parameters">Of the chosen candidate.</param>
    /// <param name="isPersistent">The guest has a persistent definition, which then moves too.</param>
    /// <param name="isRunning">Its processors run; post-copy makes no sense otherwise.</param>
    /// <param name="tls">Whether memory travels encrypted.</param>
    /// <exception cref="ArgumentException">The shadow cache together with parallel connections, or their compression without them: QEMU 7.2 takes it and breaks.</exception>
    public static MigrationRequest Build(MigrationParameters parameters, bool isPersistent, bool isRunning, bool tls)
    {
        bool parallel = parameters.ParallelConnections is > 1;
        if (parallel && parameters.XbzrleCache is not null)
            throw new ArgumentException("the shadow cache and parallel connections do not go together", nameof(parameters));
        if (!parallel && parameters.ParallelCompression is not null)
            throw new ArgumentException("compression of parallel connections needs such connections", nameof(parameters));
        if (parameters.ParallelCompression is not (null or "zlib" or "zstd"))
            throw new ArgumentException($"parallel connections compress by zlib or zstd, not by {parameters.ParallelCompression}", nameof(parameters));
        string? compression = parameters.XbzrleCache is not null ? "xbzrle" : parameters.ParallelCompression;
        MigrationFlags flags = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.AbortOnError;
        if (isPersistent)
            flags |= MigrationFlags.PersistDestination | MigrationFlags.UndefineSource;
        if (tls)
            flags |= MigrationFlags.Tls;
        if (compression is not null)
            flags |= MigrationFlags.Compressed;
        if (parameters.ThrottleInitial is not null)
            flags |= MigrationFlags.AutoConverge;
        if (parallel)
            flags |= MigrationFlags.Parallel;
        bool postCopy = (parameters.PostCopy || parameters.PostCopyRescue) && isRunning;
        if (postCopy)
            flags |= MigrationFlags.PostCopy;
        ulong? bandwidth = Bandwidth(parameters.Bandwidth);
        return new()
        {
            Flags = flags,
            BandwidthMebibytesPerSecond = bandwidth,
            PostCopyBandwidthMebibytesPerSecond = postCopy ? bandwidth : null,
            CompressionMethods = compression is null ? [] : [compression],
            XbzrleCacheBytes = parameters.XbzrleCache is { } cache ? (ulong)cache.Value : null,
            AutoConvergeInitialPercent = Percent(parameters.ThrottleInitial),
            AutoConvergeIncrementPercent = Percent(parameters.ThrottleIncrement),
            ParallelConnections = parallel ? parameters.ParallelConnections : null,
        };
    }

    // libvirt counts in whole MiB/s and takes 0 for unlimited: round down to keep the cap, but never to 0.
    private static ulong? Bandwidth(BytesPerSecond? cap) => cap is { } rate ? WholeMebibytes(rate) : null;

    /// <summary>A cap as libvirt counts it: whole MiB/s, rounded down, at least one.</summary>
    internal static ulong WholeMebibytes(BytesPerSecond cap) => Math.Max(1, (ulong)cap.MebibytesPerSecond);

    private static int? Percent(double? share) => share is { } value ? Math.Clamp((int)Math.Round(value * 100), 1, 99) : null;
}
