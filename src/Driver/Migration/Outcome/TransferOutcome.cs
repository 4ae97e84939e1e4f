using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What is known of a transfer once its call has ended, before anybody is asked for the guest.</summary>
public sealed record TransferOutcome
{
    /// <summary>How the call ended.</summary>
    public required CallOutcome Call { get; init; }

    /// <summary>Why it failed or was given up; null on success.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Whether it was refused before anything was changed.</summary>
    public bool Refused { get; init; }

    /// <summary>Whether the operator cancelled.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Whether the call was aborted and given up, since it never returned.</summary>
    public bool GivenUp { get; init; }

    /// <summary>Whether the guest stood still before the migration: paused, suspended by itself, or crashed and kept.</summary>
    public bool WasPaused { get; init; }

    /// <summary>Whether the switch-over had begun: from then on the target may run the guest.</summary>
    public bool SwitchoverBegan { get; init; }

    /// <summary>Whether post-copy had begun: from then on the source must never run the guest.</summary>
    public bool PostCopyBegan { get; init; }

    /// <summary>Whether both nodes were once found running the guest: which copy is good is a person's decision from then on.</summary>
    public bool BothRan { get; init; }

    /// <summary>Statistics of the completed job, if its event came.</summary>
    public DomainJobStatistics? Statistics { get; init; }

    /// <summary>Its pre-copy rounds, the first and the last 64.</summary>
    public IReadOnlyList<TransferRound> Rounds { get; init; } = [];

    /// <summary>What it showed of the way it took; null when it did not begin.</summary>
    public TransferFacts? Facts { get; init; }
}
