namespace ShadowMig.Native;

/// <summary>Kind of a lifecycle event (virDomainEventType).</summary>
public enum DomainLifecycle
{
    /// <summary>Defined.</summary>
    Defined = 0,

    /// <summary>Undefined.</summary>
    Undefined = 1,

    /// <summary>Started.</summary>
    Started = 2,

    /// <summary>Suspended.</summary>
    Suspended = 3,

    /// <summary>Resumed.</summary>
    Resumed = 4,

    /// <summary>Stopped.</summary>
    Stopped = 5,

    /// <summary>Shut down by itself.</summary>
    Shutdown = 6,

    /// <summary>Suspended by its own power management.</summary>
    PowerManagementSuspended = 7,

    /// <summary>Crashed.</summary>
    Crashed = 8,
}
