namespace ShadowMig.Driver.Detection.Rules;

/// <summary>What a rule that holds says.</summary>
public enum RuleEffect
{
    /// <summary>There is too much to do: some of it should leave.</summary>
    Overloaded,

    /// <summary>The machine fails: all should leave.</summary>
    Degrading,
}
