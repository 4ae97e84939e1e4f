using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration;

/// <summary>One migration as the journal holds it, finished or not.</summary>
public sealed record JournalEntry
{
    /// <summary>Its identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>URI of the source.</summary>
    public required string SourceUri { get; init; }

    /// <summary>URI of the destination.</summary>
    public required string DestinationUri { get; init; }

    /// <summary>The way chosen.</summary>
    public required MigrationStrategy Strategy { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The plan that is or was followed.</summary>
    public MigrationPlan? Plan { get; init; }

    /// <summary>The phase it is or was last in.</summary>
    public MigrationPhase Phase { get; init; }

    /// <summary>The latest reading of the transfer; null before the first.</summary>
    public MigrationProgress? Progress { get; init; }

    /// <summary>When a phase or a reading was last recorded; null before the first.</summary>
    public DateTimeOffset? ProgressAt { get; init; }

    /// <summary>Fencing token of the guest lock that it runs or ran under; null before it took one.</summary>
    public long? LockToken { get; init; }

    /// <summary>How things were before; null before anything was changed.</summary>
    public BeforeTransfer? Before { get; init; }

    /// <summary>When it ended; null while it runs, and while it is unresolved.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is to be said of it; null while it runs.</summary>
    public MigrationReport? Report { get; init; }

    /// <summary>Whether who has the guest was asked and could not be established yet.</summary>
    public bool IsUnresolved => EndedAt is null && Report is not null;

    /// <summary>Whether memory may have travelled: the phase is recorded before the call is made.</summary>
    public bool HasTransferBegun => Phase >= MigrationPhase.IterativePreCopy;
}
