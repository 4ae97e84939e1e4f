using System.Globalization;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Says whether a rule can be judged.</summary>
public static class RuleValidation
{
    /// <summary>What is wrong with a rule; nothing when it can be judged.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="scope">What its signal speaks of; null when only the readings tell, as with an operator's file.</param>
    public static IEnumerable<RuleError> Errors(Rule rule, SignalScope? scope)
    {
        if (!SignalNames.IsPlain(rule.Name))
            yield return new(nameof(Rule.Signal), "the rule's name may have letters, digits, dots, hyphens and underscores, at most 64");
        if (!SignalNames.IsPlain(rule.Resource))
            yield return new(nameof(Rule.Resource), "may have letters, digits, dots, hyphens and underscores, at most 64");
        if (rule.Scope == SignalScope.Guest && scope == SignalScope.Node)
            yield return new(nameof(Rule.Scope), $"{rule.Signal} speaks of the node, not of guests");
        if (rule.Aggregate is not null && (rule.Scope == SignalScope.Guest || scope == SignalScope.Node))
            yield return new(nameof(Rule.Aggregate), "only a rule of the node over a signal of guests has numbers to aggregate");
        if (rule.Clearing is { } clearing && (rule.Comparison == RuleComparison.Above ? clearing > rule.Threshold : clearing < rule.Threshold))
        {
            yield return new(nameof(Rule.Clearing), string.Create(
                CultureInfo.InvariantCulture, $"must not be {rule.Comparison.Name()} Threshold, which is {rule.Threshold}"));
        }

        if (rule.Method == RuleMethod.Static)
            yield break;
        if (rule.Comparison == RuleComparison.Below)
            yield return new(nameof(Rule.Comparison), $"method {rule.Method.Name()} only knows above");
        if (rule.Threshold <= 0)
            yield return new(nameof(Rule.Threshold), $"is what counts as capacity with method {rule.Method.Name()}, and must be above zero");
        if (rule.Safety <= 0)
            yield return new(nameof(Rule.Safety), "must be above zero");
    }
}
