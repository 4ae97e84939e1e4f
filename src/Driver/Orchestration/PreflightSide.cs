namespace ShadowMig.Driver.Orchestration;

/// <summary>Which node a check asks; one that does not answer is not asked again.</summary>
public enum PreflightSide
{
    /// <summary>The source.</summary>
    Source,

    /// <summary>The destination.</summary>
    Destination,
}
