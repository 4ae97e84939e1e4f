using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <summary>State of a domain and libvirt's reason for it.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">virDomainRunningReason, virDomainPausedReason and so on, by the state.</param>
public readonly record struct DomainStateReading(DomainState State, int Reason)
{
    /// <summary>Paused since a migration switches over (VIR_DOMAIN_PAUSED_MIGRATION).</summary>
    public bool IsPausedForMigration => State == DomainState.Paused && Reason == Libvirt.VIR_DOMAIN_PAUSED_MIGRATION;

    /// <summary>Paused since a post-copy migration runs elsewhere or here (VIR_DOMAIN_PAUSED_POSTCOPY).</summary>
    public bool IsPausedForPostCopy => State == DomainState.Paused && Reason == Libvirt.VIR_DOMAIN_PAUSED_POSTCOPY;

    /// <summary>Paused since a post-copy migration broke (VIR_DOMAIN_PAUSED_POSTCOPY_FAILED).</summary>
    public bool IsPausedForPostCopyFailure => State == DomainState.Paused && Reason == Libvirt.VIR_DOMAIN_PAUSED_POSTCOPY_FAILED;

    /// <summary>Runs while a post-copy migration to here is incomplete (VIR_DOMAIN_RUNNING_POSTCOPY, _FAILED).</summary>
    public bool IsRunningInPostCopy => State == DomainState.Running && Reason is Libvirt.VIR_DOMAIN_RUNNING_POSTCOPY or Libvirt.VIR_DOMAIN_RUNNING_POSTCOPY_FAILED;

    /// <summary>Runs though a post-copy migration broke (VIR_DOMAIN_RUNNING_POSTCOPY_FAILED): at the target, or again at the source.</summary>
    public bool IsRunningAfterPostCopyFailure => State == DomainState.Running && Reason == Libvirt.VIR_DOMAIN_RUNNING_POSTCOPY_FAILED;

    /// <summary>Runs since a migration to here ended (VIR_DOMAIN_RUNNING_MIGRATED); after post-copy, since its QEMU has all of the memory.</summary>
    public bool IsRunningSinceMigration => State == DomainState.Running && Reason == Libvirt.VIR_DOMAIN_RUNNING_MIGRATED;
}
