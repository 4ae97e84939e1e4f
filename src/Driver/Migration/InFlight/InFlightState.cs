using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>All that a decision about a running transfer depends on.</summary>
public sealed record InFlightState
{
    /// <summary>The plan that is followed: observation, prediction and the limits to keep.</summary>
    public required MigrationPlan Plan { get; init; }

    /// <summary>What libvirt was told at the start.</summary>
    public required MigrationParameters Parameters { get; init; }

    /// <summary>What the transfer is held to now; null when nothing was changed.</summary>
    public SteeringSettings? Settings { get; init; }

    /// <summary>Time since the transfer began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether the migration was started with permission for post-copy.</summary>
    public bool CanStartPostCopy { get; init; }

    /// <summary>Whether the guest already runs on the target and pulls its memory: no way back.</summary>
    public bool InPostCopy { get; init; }

    /// <summary>Whether the guest is paused for the switch-over.</summary>
    public bool IsSwitchingOver { get; init; }

    /// <summary>Time since the target's daemon last answered.</summary>
    public TimeSpan TargetSilence { get; init; }

    /// <summary>Highest round that an event of this transfer told of; 0 before the first.</summary>
    public int Round { get; init; }

    /// <summary>Readings of the last minutes, oldest first.</summary>
    public IReadOnlyList<TransferReading> Readings { get; init; } = [];

    /// <summary>Complete rounds, oldest first: the first and the last 64.</summary>
    public IReadOnlyList<MeasuredRound> Rounds { get; init; } = [];

    /// <summary>How many rounds are over, those not kept included.</summary>
    public int RoundsOver { get; init; }

    /// <summary>When the round that runs began, as time since the transfer began.</summary>
    public TimeSpan RoundStartedAt { get; init; }

    /// <summary>Steps taken so far, oldest first.</summary>
    public IReadOnlyList<TakenStep> Taken { get; init; } = [];

    /// <summary>What the transfer is held to now.</summary>
    public SteeringSettings Held => Settings ?? SteeringSettings.From(Parameters, Plan.Limits);
}
