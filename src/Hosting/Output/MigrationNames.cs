using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>Results and presences as JSON and metrics write them.</summary>
internal static class MigrationNames
{
    /// <summary>The name of a result.</summary>
    public static string Name(this MigrationResult result) => result switch
    {
        MigrationResult.Completed => "completed",
        MigrationResult.Failed => "failed",
        MigrationResult.Cancelled => "cancelled",
        _ => "unknown",
    };

    /// <summary>The name of a presence.</summary>
    public static string Name(this GuestPresence presence) => presence switch
    {
        GuestPresence.Absent => "absent",
        GuestPresence.Inactive => "inactive",
        GuestPresence.Running => "running",
        GuestPresence.Paused => "paused",
        _ => "unknown",
    };
}
