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

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is to be said of it; null while it runs.</summary>
    public MigrationReport? Report { get; init; }
}
