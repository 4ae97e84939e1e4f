namespace ShadowMig.Driver.Orchestration;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>Fine.</summary>
    Passed,

    /// <summary>Not fine, but no obstacle.</summary>
    Warned,

    /// <summary>An obstacle.</summary>
    Failed,

    /// <summary>Could not be made; the detail says why.</summary>
    Skipped,
}
