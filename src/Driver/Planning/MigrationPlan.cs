using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>How one guest should move, or why it should not.</summary>
public sealed record MigrationPlan
{
    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>Host name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>URI of the destination.</summary>
    public required string Destination { get; init; }

    /// <summary>UUID of the source's host; null when a refusal came before it was known.</summary>
    public Guid? SourceUuid { get; init; }

    /// <summary>UUID of the destination's host; null when a refusal came before it was known.</summary>
    public Guid? DestinationUuid { get; init; }

    /// <summary>What the plan rests on; null when a refusal came before anything was measured.</summary>
    public GuestObservation? Observation { get; init; }

    /// <summary>The way between the nodes that it rests on; null when a refusal came before.</summary>
    public LinkEstimate? Link { get; init; }

    /// <summary>What past migrations of the guest taught; null when there was none.</summary>
    public GuestCorrection? Correction { get; init; }

    /// <summary>Memory of the guest that is expected to hold something, by all that was seen of it; null when a refusal came before.</summary>
    public ByteCount? Filled { get; init; }

    /// <summary>The limits that it keeps.</summary>
    public required MigrationLimits Limits { get; init; }

    /// <summary>The profile that they come from; null when a refusal came before it was known.</summary>
    public ChosenProfile? Profile { get; init; }

    /// <summary>Whether to go.</summary>
    public required bool Go { get; init; }

    /// <summary>Why not, or what to know.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The way chosen; null when there is none.</summary>
    public PlanCandidate? Chosen { get; init; }

    /// <summary>All ways considered, the chosen one among them.</summary>
    public IReadOnlyList<PlanCandidate> Candidates { get; init; } = [];

    /// <summary>A plan that refuses before anything was measured.</summary>
    public static MigrationPlan Refuse(
        DomainIdentity domain, string source, string destination, MigrationLimits limits, IReadOnlyList<Reason> reasons) => new()
        {
            Domain = domain,
            Source = source,
            Destination = destination,
            Limits = limits,
            Go = false,
            Reasons = reasons,
        };
}
