using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Output;

/// <summary>One node that a service published, in JSON; null where unknown.</summary>
internal sealed record PublishedNodeDocument
{
    public required string Name { get; init; }

    public required string Uri { get; init; }

    public required Guid HostUuid { get; init; }

    /// <summary>live, or silent when its lease lapsed.</summary>
    public required string State { get; init; }

    public required bool Cordoned { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required double? CpuUtilization { get; init; }

    public required long? MemoryTotalBytes { get; init; }

    public required long? MemoryAvailableBytes { get; init; }

    public required int? Guests { get; init; }

    public static PublishedNodeDocument From(PublishedNode node) => new()
    {
        Name = node.Node.Name,
        Uri = node.Node.Uri,
        HostUuid = node.Node.HostUuid,
        State = Word(node),
        Cordoned = node.Node.IsCordoned,
        Version = node.Node.Version,
        PublishedAt = node.Node.At,
        CpuUtilization = node.Node.CpuUtilization,
        MemoryTotalBytes = node.Node.MemoryTotalBytes,
        MemoryAvailableBytes = node.Node.MemoryAvailableBytes,
        Guests = node.Node.Guests,
    };

    /// <summary>In one word.</summary>
    public static string Word(PublishedNode node) => node.IsSilent ? "silent" : "live";
}
