using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>One node of the inventory as it was last seen; null where unknown.</summary>
public sealed record FleetNodeSample
{
    /// <summary>The node.</summary>
    public required FleetNode Node { get; init; }

    /// <summary>When its guests were last read; null when they never were.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether it answered the last time that it was asked.</summary>
    public bool IsUp { get; init; }

    /// <summary>What it can do, and its host name.</summary>
    public CapabilityRecord? Capabilities { get; init; }

    /// <summary>Processors that its guests may ask for: the configured number, else those that it has.</summary>
    public double? Processors { get; init; }

    /// <summary>Physical memory.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory that new guests can get without swapping.</summary>
    public ByteCount? MemoryAvailable { get; init; }

    /// <summary>Its active guests, by name.</summary>
    public IReadOnlyList<FleetGuest> Guests { get; init; } = [];

    /// <summary>Processors that its guests ask for now, as a share of those that it has; above 1 where they ask for more.</summary>
    public double? Load => Processors is > 0 and var processors && (Guests.Count == 0 || Guests.Any(g => g.Demands.Count > 0))
        ? Guests.Sum(g => g.Demands.Count > 0 ? g.Demands[^1] : 0) / processors
        : null;
}
