namespace ShadowMig.Native;

/// <summary>State of a domain (virDomainState).</summary>
public enum DomainState
{
    /// <summary>No state known.</summary>
    None = 0,

    /// <summary>Virtual processors run.</summary>
    Running = 1,

    /// <summary>Blocked on a resource.</summary>
    Blocked = 2,

    /// <summary>Paused by a caller, an error or a migration.</summary>
    Paused = 3,

    /// <summary>Being shut down.</summary>
    ShuttingDown = 4,

    /// <summary>Not running.</summary>
    ShutOff = 5,

    /// <summary>Its kernel crashed.</summary>
    Crashed = 6,

    /// <summary>Suspended by the guest's own power management.</summary>
    PowerManagementSuspended = 7,
}
