namespace ShadowMig.Native;

/// <summary>State of a domain and libvirt's reason for it.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">virDomainRunningReason, virDomainPausedReason and so on, by the state.</param>
public readonly record struct DomainStateReading(DomainState State, int Reason)
{
    /// <summary>Paused since a migration switches over (VIR_DOMAIN_PAUSED_MIGRATION).</summary>
    public bool IsPausedForMigration => State == DomainState.Paused && Reason == 2;

    /// <summary>Paused since a post-copy migration runs elsewhere or here (VIR_DOMAIN_PAUSED_POSTCOPY).</summary>
    public bool IsPausedForPostCopy => State == DomainState.Paused && Reason == 12;

    /// <summary>Paused since a post-copy migration broke (VIR_DOMAIN_PAUSED_POSTCOPY_FAILED).</summary>
    public bool IsPausedForPostCopyFailure => State == DomainState.Paused && Reason == 13;

    /// <summary>Runs while a post-copy migration to here is incomplete (VIR_DOMAIN_RUNNING_POSTCOPY, _FAILED).</summary>
    public bool IsRunningInPostCopy => State == DomainState.Running && Reason is 10 or 11;
}
