namespace ShadowMig.Driver.Detection.Rules;

/// <summary>How the numbers of all guests become one of the node.</summary>
public enum RuleAggregate
{
    /// <summary>The largest.</summary>
    Max,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
