namespace ShadowMig.Driver.Migration;

/// <summary>What one node says of a guest.</summary>
public enum GuestPresence
{
    /// <summary>The node did not answer.</summary>
    Unknown,

    /// <summary>The node does not know the guest.</summary>
    Absent,

    /// <summary>Defined, not running.</summary>
    Inactive,

    /// <summary>Its processors run.</summary>
    Running,

    /// <summary>Alive, its processors paused.</summary>
    Paused,
}
