using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>All that a plan depends on: the same input gives the same plan.</summary>
public sealed record PlanningInput
{
    /// <summary>What the guest does.</summary>
    public required GuestObservation Observation { get; init; }

    /// <summary>The way between the nodes.</summary>
    public required LinkEstimate Link { get; init; }

    /// <summary>What past migrations of the guest taught; null when there was none.</summary>
    public GuestCorrection? Correction { get; init; }

    /// <summary>The limits to keep.</summary>
    public required MigrationLimits Limits { get; init; }

    /// <summary>What the source can do.</summary>
    public required CapabilityRecord Source { get; init; }

    /// <summary>What the destination can do.</summary>
    public required CapabilityRecord Destination { get; init; }

    /// <summary>URI of the destination, for the record.</summary>
    public required string DestinationUri { get; init; }

    /// <summary>URI of the source, for advice; null for the default.</summary>
    public string? SourceUri { get; init; }

    /// <summary>Memory that the source can give to a shadow cache; null when unknown.</summary>
    public ByteCount? SourceAvailableMemory { get; init; }

    /// <summary>The only way to consider; null for all.</summary>
    public MigrationStrategy? Only { get; init; }
}
