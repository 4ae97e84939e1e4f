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
    public static MigrationRequest Build(MigrationParameters parameters, bool isPersistent, bool isRunning, bool tls)
    {
        MigrationFlags flags = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.AbortOnError;
        if (isPersistent)
            flags |= MigrationFlags.PersistDestination | MigrationFlags.UndefineSource;
        if (tls)
            flags |= MigrationFlags.Tls;
        if (parameters.XbzrleCache is not null)
            flags |= MigrationFlags.Compressed;
        if (parameters.ThrottleInitial is not null)
            flags |= MigrationFlags.AutoConverge;
        if (parameters.ParallelConnections is > 1)
            flags |= MigrationFlags.Parallel;
        bool postCopy = parameters.PostCopy && isRunning;
        if (postCopy)
            flags |= MigrationFlags.PostCopy;
        ulong? bandwidth = Bandwidth(parameters.Bandwidth);
        return new()
        {
            Flags = flags,
            BandwidthMebibytesPerSecond = bandwidth,
            PostCopyBandwidthMebibytesPerSecond = postCopy ? bandwidth : null,
            CompressionMethods = parameters.XbzrleCache is null ? [] : ["xbzrle"],
            XbzrleCacheBytes = parameters.XbzrleCache is { } cache ? (ulong)cache.Value : null,
            AutoConvergeInitialPercent = Percent(parameters.ThrottleInitial),
            AutoConvergeIncrementPercent = Percent(parameters.ThrottleIncrement),
            ParallelConnections = parameters.ParallelConnections is > 1 ? parameters.ParallelConnections : null,
        };
    }

    // libvirt counts in whole MiB/s and takes 0 for unlimited: round down to keep the cap, but never to 0.
    private static ulong? Bandwidth(BytesPerSecond? cap) =>
        cap is { } rate ? Math.Max(1, (ulong)rate.MebibytesPerSecond) : null;

    private static int? Percent(double? share) => share is { } value ? Math.Clamp((int)Math.Round(value * 100), 1, 99) : null;
}
