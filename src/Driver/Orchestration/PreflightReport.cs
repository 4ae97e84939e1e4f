using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Orchestration;

/// <summary>What was checked before a migration, on both nodes.</summary>
public sealed record PreflightReport
{
    /// <summary>The guest; null when it was not found.</summary>
    public DomainIdentity? Domain { get; init; }

    /// <summary>What the source can do; null when it could not be asked.</summary>
    public CapabilityRecord? Source { get; init; }

    /// <summary>What the destination can do; null when it could not be asked.</summary>
    public CapabilityRecord? Destination { get; init; }

    /// <summary>Memory that the source can give to a shadow cache.</summary>
    public ByteCount? SourceAvailableMemory { get; init; }

    /// <summary>What the guests of the destination mean for this one.</summary>
    public Affinity Affinity { get; init; } = Affinity.Indifferent;

    /// <summary>Every check in order, with its outcome.</summary>
    public required IReadOnlyList<PreflightCheck> Checks { get; init; }

    /// <summary>Reasons of the checks that failed.</summary>
    public IEnumerable<Reason> Refusals => Checks.Where(c => c.Outcome == CheckOutcome.Failed && c.Reason is not null).Select(c => c.Reason!);

    /// <summary>Whether a migration may start.</summary>
    public bool Passed => Checks.All(c => c.Outcome != CheckOutcome.Failed);
}
