namespace ShadowMig.Native;

/// <summary>Progress of a dirty-rate calculation (virDomainDirtyRateStatus).</summary>
public enum DirtyRateStatus
{
    /// <summary>None was started.</summary>
    Unstarted = 0,

    /// <summary>It counts.</summary>
    Measuring = 1,

    /// <summary>It has a result.</summary>
    Measured = 2,
}
