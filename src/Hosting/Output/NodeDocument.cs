using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>One node of the inventory in JSON; null where it does not answer.</summary>
internal sealed record NodeDocument
{
    public required string Name { get; init; }

    public required string Uri { get; init; }

    /// <summary>ready, cordoned or unreachable.</summary>
    public required string State { get; init; }

    public required string? CordonReason { get; init; }

    public required DateTimeOffset? CordonedAt { get; init; }

    public required string? HostName { get; init; }

    public required string? LibvirtVersion { get; init; }

    public required string? QemuVersion { get; init; }

    public required int? Processors { get; init; }

    public required double? CpuUtilization { get; init; }

    public required long? MemoryTotalBytes { get; init; }

    public required long? MemoryAvailableBytes { get; init; }

    public required long? ReservedBytes { get; init; }

    public required int? Guests { get; init; }

    public required IReadOnlyList<ReasonDocument> Reasons { get; init; }

    public static NodeDocument From(NodeState state) => new()
    {
        Name = state.Node.Name,
        Uri = state.Node.Uri,
        State = state.Word,
        CordonReason = state.Cordon?.Reason,
        CordonedAt = state.Cordon?.At,
        HostName = state.Facts?.HostName,
        LibvirtVersion = state.Facts?.Libvirt.ToString(),
        QemuVersion = state.Facts?.Qemu?.ToString(),
        Processors = state.Load?.Processors,
        CpuUtilization = state.Load?.CpuUtilization,
        MemoryTotalBytes = state.Load?.MemoryTotal?.Value,
        MemoryAvailableBytes = state.Load?.MemoryAvailable?.Value,
        ReservedBytes = state.Reserved?.Value,
        Guests = state.Guests,
        Reasons = state.Failure is { } failure ? ReasonDocument.From([failure]) : [],
    };
}
