using System.Globalization;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Makes a rule of its values in the configuration; what they leave out comes from the shipped rule of that name, or is usual.</summary>
internal static class RuleReader
{
    /// <summary>What a rule lacks to be one.</summary>
    public static IEnumerable<RuleError> Missing(string name, Func<string, string?> get)
    {
        if (ShippedRules.Find(name) is not null)
            yield break;
        foreach (string key in (string[])[nameof(Rule.Signal), nameof(Rule.Threshold), nameof(Rule.Resource)])
        {
            if (get(key) is null)
                yield return new(key, $"a rule of your own needs {key}");
        }
    }

    /// <summary>The rule; nothing may be missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="get">A value of the rule by its key, as the schema normalized it.</param>
    /// <param name="signals">The signals there are.</param>
    public static Rule Read(string name, Func<string, string?> get, SignalDirectory signals)
    {
        Rule rule = ShippedRules.Find(name) ?? new() { Name = name, Signal = "", Resource = "" };
        string signal = get(nameof(Rule.Signal)) ?? rule.Signal;
        RuleAggregate? aggregate = Word<RuleAggregate>(get(nameof(Rule.Aggregate)), RuleNames.Name);
        bool speaksOfGuests = signals.ScopeOf(signal) == SignalScope.Guest;
        SignalScope scope = Word<SignalScope>(get(nameof(Rule.Scope)), RuleNames.Name)
            ?? (speaksOfGuests && aggregate is null ? SignalScope.Guest : SignalScope.Node);
        return rule with
        {
            Signal = signal,
            Scope = scope,
            Aggregate = aggregate ?? (speaksOfGuests && scope == SignalScope.Node ? RuleAggregate.Max : null),
            Comparison = Word<RuleComparison>(get(nameof(Rule.Comparison)), RuleNames.Name) ?? rule.Comparison,
            Method = Word<RuleMethod>(get(nameof(Rule.Method)), RuleNames.Name) ?? rule.Method,
            Threshold = Number(get(nameof(Rule.Threshold))) ?? rule.Threshold,
            Clearing = Number(get(nameof(Rule.Clearing))) ?? rule.Clearing,
            Safety = Number(get(nameof(Rule.Safety))) ?? rule.Safety,
            Duration = Time(get(nameof(Rule.Duration))) ?? rule.Duration,
            ClearDuration = Time(get(nameof(Rule.ClearDuration))) ?? rule.ClearDuration,
            Interval = Time(get(nameof(Rule.Interval))) ?? rule.Interval,
            Severity = Word<RuleSeverity>(get(nameof(Rule.Severity)), RuleNames.Name) ?? rule.Severity,
            Effect = Word<RuleEffect>(get(nameof(Rule.Effect)), RuleNames.Name) ?? rule.Effect,
            Resource = get(nameof(Rule.Resource)) ?? rule.Resource,
        };
    }

    private static T? Word<T>(string? text, Func<T, string> name)
        where T : struct, Enum => text is null ? null : Enum.GetValues<T>().First(value => name(value) == text);

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan? Time(string? text) => text is null ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
