namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Where a decided move stands.</summary>
public enum MoveState
{
    /// <summary>The autopilot was not armed: nothing was moved.</summary>
    NotArmed,

    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>It was begun: the last look, then the migration.</summary>
    Running,

    /// <summary>The last look refused it; nothing was changed.</summary>
    Refused,

    /// <summary>It was not begun: what it was decided for was over, or the service ended.</summary>
    Dropped,

    /// <summary>The guest was seen on the target, and is gone from the source.</summary>
    Completed,

    /// <summary>The migration failed, and the guest was seen on the source.</summary>
    Failed,

    /// <summary>The migration was cancelled, and the guest was seen on the source.</summary>
    Cancelled,

    /// <summary>Who runs the guest could not be established, or needs a person.</summary>
    Unknown,
}
