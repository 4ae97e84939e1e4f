using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What one node answered when it was asked for a guest by UUID.</summary>
/// <param name="Presence">The answer.</param>
/// <param name="State">libvirt's state and reason; null unless the guest is known there.</param>
/// <param name="HasJob">Whether a job, such as a migration, runs on it there.</param>
/// <param name="Job">Statistics of that job; null where libvirt does not tell, as where the guest arrives.</param>
public sealed record GuestReading(GuestPresence Presence, DomainStateReading? State = null, bool HasJob = false, DomainJobStatistics? Job = null)
{
    // virDomainJobOperation: VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT.
    private const int OutgoingMigration = 5;

    /// <summary>The node did not answer.</summary>
    public static GuestReading Unknown { get; } = new(GuestPresence.Unknown);

    /// <summary>The node does not know the guest.</summary>
    public static GuestReading Absent { get; } = new(GuestPresence.Absent);

    /// <summary>Whether the guest is in post-copy, sound or broken: memory is spread over both nodes.</summary>
    public bool IsInPostCopy => State is { } state
        && (state.IsPausedForPostCopy || state.IsPausedForPostCopyFailure || state.IsRunningInPostCopy);

    /// <summary>Whether post-copy broke, and the guest's QEMU here waits for it to be resumed.</summary>
    public bool IsBrokenPostCopy => State is { IsPausedForPostCopyFailure: true };

    /// <summary>Whether the guest runs here and nothing of its memory is still on its way: QEMU said that the migration is complete.</summary>
    public bool HasArrived => State is { IsRunningSinceMigration: true } && !HasJob;

    /// <summary>Whether libvirt is just taking it away here.</summary>
    public bool IsGoing => State is { State: DomainState.ShuttingDown };

    /// <summary>Whether its job is a migration away from here, or may be one.</summary>
    public bool MayBeSending => HasJob && Job?.Operation is null or OutgoingMigration;

    /// <summary>Whether it is paused for a reason that has nothing to do with a migration: a person, an I/O error, a watchdog, the guest itself.</summary>
    /// <remarks>
    /// virDomainPausedReason: 0 unknown, 2 migration, 11 starting up. A guest that is arriving has one of these until it runs; one that was
    /// paused before has 1 (user) once it has arrived.
    /// </remarks>
    public bool IsPausedBySomebody => !IsInPostCopy
        && State is { State: DomainState.Paused, Reason: not (0 or 2 or 11) } or { State: DomainState.PowerManagementSuspended or DomainState.Crashed };

    /// <summary>What made it stand still, as a sentence's end.</summary>
    /// <remarks>virDomainPausedReason: 1 user, 5 I/O error, 6 watchdog, 10 crashed.</remarks>
    public string Standstill => State switch
    {
        { State: DomainState.Crashed } or { State: DomainState.Paused, Reason: 10 } => "has crashed",
        { State: DomainState.PowerManagementSuspended } => "has suspended itself",
        { State: DomainState.Paused, Reason: 1 } => "was paused by somebody",
        { State: DomainState.Paused, Reason: 5 } => "was paused by an I/O error",
        { State: DomainState.Paused, Reason: 6 } => "was paused by its watchdog",
        _ => "is paused for another reason than its migration",
    };

    /// <summary>What a state means for a guest's presence.</summary>
    /// <remarks>
    /// libvirt says 'in shutdown' once QEMU ended its guest, or ends itself, and until it has cleaned up (qemuProcessHandleShutdown):
    /// nothing runs there any more, and soon nothing is there, so it is no answer yet.
    /// </remarks>
    public static GuestPresence Of(DomainState state) => state switch
    {
        DomainState.Running or DomainState.Blocked => GuestPresence.Running,
        DomainState.ShutOff => GuestPresence.Inactive,
        DomainState.Paused or DomainState.PowerManagementSuspended or DomainState.Crashed => GuestPresence.Paused,
        _ => GuestPresence.Unknown,
    };
}
