namespace ShadowMig.Native;

/// <summary>How a CPU description relates to a host (virCPUCompareResult).</summary>
public enum CpuComparison
{
    /// <summary>The comparison failed.</summary>
    Error = -1,

    /// <summary>The host lacks something that the description requires.</summary>
    Incompatible = 0,

    /// <summary>Host and description are the same.</summary>
    Identical = 1,

    /// <summary>The host has all of it, and more.</summary>
    Superset = 2,
}
