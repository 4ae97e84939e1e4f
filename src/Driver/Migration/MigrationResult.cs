namespace ShadowMig.Driver.Migration;

/// <summary>How a migration ended, as both ends show it.</summary>
public enum MigrationResult
{
    /// <summary>The guest was seen on the target, and is gone from the source.</summary>
    Completed,

    /// <summary>It failed, and the guest was seen on the source.</summary>
    Failed,

    /// <summary>It was cancelled, and the guest was seen on the source.</summary>
    Cancelled,

    /// <summary>Who runs the guest could not be established, or needs a person.</summary>
    Unknown,
}
