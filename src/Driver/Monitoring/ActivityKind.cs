namespace ShadowMig.Driver.Monitoring;

/// <summary>How a guest's writing goes on over time.</summary>
public enum ActivityKind
{
    /// <summary>Too few samples to tell.</summary>
    Unknown,

    /// <summary>Much the same all the time, but for sampling noise and single outliers.</summary>
    Steady,

    /// <summary>Quiet and busy by turns.</summary>
    Phased,
}
