namespace ShadowMig.Driver.Detection.Rules;

/// <summary>On which side of its threshold a signal is too far.</summary>
public enum RuleComparison
{
    /// <summary>Above it.</summary>
    Above,

    /// <summary>Below it.</summary>
    Below,
}
