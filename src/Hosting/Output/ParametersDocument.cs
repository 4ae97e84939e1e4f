using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>What libvirt is told, in JSON.</summary>
internal sealed record ParametersDocument(
    double? BandwidthBytesPerSecond,
    double MaxDowntimeSeconds,
    long? XbzrleCacheBytes,
    int? ParallelConnections,
    string? ParallelCompression,
    double? ThrottleInitial,
    double? ThrottleIncrement,
    bool PostCopy,
    bool PostCopyRescue)
{
    public static ParametersDocument? From(MigrationParameters? parameters) => parameters is null ? null : new(
        (parameters.Bandwidth?.Value).Finite(),
        parameters.MaxDowntime.TotalSeconds,
        parameters.XbzrleCache?.Value,
        parameters.ParallelConnections,
        parameters.ParallelCompression,
        parameters.ThrottleInitial.Finite(),
        parameters.ThrottleIncrement.Finite(),
        parameters.PostCopy,
        parameters.PostCopyRescue);
}
