namespace ShadowMig.Driver.Watching;

/// <summary>Where the latest report of the rules is; reading it never waits.</summary>
public interface IRuleReportSource
{
    /// <summary>The latest report; an empty one before the first tick.</summary>
    RuleReport Latest { get; }
}
