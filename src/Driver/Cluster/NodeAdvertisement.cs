namespace ShadowMig.Driver.Cluster;

/// <summary>What a service publishes of its node; null where unknown.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="Uri">The libvirt URI that others reach it by.</param>
/// <param name="HostUuid">Host UUID, as libvirt tells it.</param>
/// <param name="Version">Version of ShadowMig that runs there.</param>
/// <param name="At">When it was published last, by its own clock.</param>
/// <param name="CpuUtilization">Share of processor time in use, 0 to 1.</param>
/// <param name="MemoryTotalBytes">Physical memory, bytes.</param>
/// <param name="MemoryAvailableBytes">Memory that new guests can get, bytes.</param>
/// <param name="Guests">Active guests.</param>
/// <param name="IsCordoned">Whether it takes no more guests.</param>
public sealed record NodeAdvertisement(
    string Name, string Uri, Guid HostUuid, string Version, DateTimeOffset At,
    double? CpuUtilization, long? MemoryTotalBytes, long? MemoryAvailableBytes, int? Guests, bool IsCordoned);
