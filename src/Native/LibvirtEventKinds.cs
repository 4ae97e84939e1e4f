namespace ShadowMig.Native;

/// <summary>Events that a caller can subscribe to.</summary>
[Flags]
public enum LibvirtEventKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A domain started, paused, resumed, stopped and so on (VIR_DOMAIN_EVENT_ID_LIFECYCLE).</summary>
    Lifecycle = 1 << 0,

    /// <summary>A migration finished a round (VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION).</summary>
    MigrationIteration = 1 << 1,

    /// <summary>A job completed with success (VIR_DOMAIN_EVENT_ID_JOB_COMPLETED).</summary>
    JobCompleted = 1 << 2,

    /// <summary>The connection was lost (virConnectRegisterCloseCallback).</summary>
    ConnectionClosed = 1 << 3,
}
