namespace ShadowMig.Driver.Detection;

/// <summary>How samples count in a local regression.</summary>
public enum TrendWeighting
{
    /// <summary>All the same. This is what CloudSim's LR and LRR come to.</summary>
    Equal,

    /// <summary>Less with age, by the tricube function (loess).</summary>
    Tricube,

    /// <summary>Less with age, and less the further they lie from a first fit, by the bisquare function (robust loess).</summary>
    Robust,
}
