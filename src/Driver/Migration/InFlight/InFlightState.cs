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

    /// <summary>Time since the transfer began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether the migration was started with permission for post-copy.</summary>
    public bool CanStartPostCopy { get; init; }

    /// <summary>Whether the guest already runs on the target and pulls its memory: no way back.</summary>
    public bool InPostCopy { get; init; }

    /// <summary>Whether the guest is paused for the switch-over.</summary>
    public bool IsSwitchingOver { get; init; }

    /// <summary>Highest round that an event of this transfer told of; 0 before the first.</summary>
    public int Round { get; init; }

    /// <summary>Readings so far, oldest first.</summary>
    public IReadOnlyList<TransferReading> Readings { get; init; } = [];
}
