namespace ShadowMig.Native;

/// <summary>Kind of a job's progress (virDomainJobType).</summary>
public enum DomainJobType
{
    /// <summary>No job.</summary>
    None = 0,

    /// <summary>Bounded: it ends by itself.</summary>
    Bounded = 1,

    /// <summary>Unbounded: it may never end.</summary>
    Unbounded = 2,

    /// <summary>Completed.</summary>
    Completed = 3,

    /// <summary>Failed.</summary>
    Failed = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 5,
}
