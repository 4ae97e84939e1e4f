namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>How the migration call ended.</summary>
public enum CallOutcome
{
    /// <summary>It was never made.</summary>
    NotStarted,

    /// <summary>It returned without an error.</summary>
    Succeeded,

    /// <summary>libvirt reported an error of the migration.</summary>
    Failed,

    /// <summary>The connection broke under it, it never returned, or watching it failed: nothing is known from it.</summary>
    Lost,
}
