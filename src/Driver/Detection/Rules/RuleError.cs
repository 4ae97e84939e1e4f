namespace ShadowMig.Driver.Detection.Rules;

/// <summary>What is wrong with a rule.</summary>
/// <param name="Key">The property to look at.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record RuleError(string Key, string Message);
