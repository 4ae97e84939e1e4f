namespace ShadowMig.Driver.Detection.Rules;

/// <summary>What one sample says about a rule.</summary>
/// <param name="IsTooFar">Whether the signal is beyond what is allowed.</param>
/// <param name="IsBack">Whether it is back where the rule clears; neither holds between the two.</param>
/// <param name="Code">A reason code.</param>
/// <param name="Measure">What was compared, in the signal's unit: its value, or what the method made of it.</param>
/// <param name="Limit">What it was compared with.</param>
public readonly record struct RuleJudgement(bool IsTooFar, bool IsBack, string Code, double Measure, double Limit);
