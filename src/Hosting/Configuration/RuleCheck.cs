using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Checks the rules of a configuration as wholes; each value alone was checked by the schema.</summary>
internal static class RuleCheck
{
    /// <summary>What is wrong, with the line of the value to look at, or of the rule where a value is missing.</summary>
    public static IEnumerable<ConfigurationProblem> Run(IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationEntry> entries)
    {
        SignalDirectory signals = new(path => values.GetValueOrDefault(path));
        ILookup<string, ConfigurationEntry> rules = entries
            .Where(entry => entry.Path.Split(':') is [var section, _, _] && section.Equals("Rules", StringComparison.OrdinalIgnoreCase))
            .ToLookup(entry => entry.Path.Split(':')[1], StringComparer.OrdinalIgnoreCase);
        return rules.SelectMany(rule => Errors(rule.Key, key => values.GetValueOrDefault($"Rules:{rule.Key}:{key}"), signals)
            .Select(error => new ConfigurationProblem(LineOf(rule, error.Key), $"Rules:{rule.Key}: {error.Message}")));
    }

    private static IEnumerable<RuleError> Errors(string name, Func<string, string?> get, SignalDirectory signals)
    {
        RuleError[] missing = [.. RuleReader.Missing(name, get)];
        if (missing.Length > 0)
            return missing;
        Rule rule = RuleReader.Read(name, get, signals);
        return signals.FindError(rule.Signal) is { } error
            ? [new(nameof(Rule.Signal), error)]
            : RuleValidation.Errors(rule, signals.ScopeOf(rule.Signal));
    }

    private static int LineOf(IEnumerable<ConfigurationEntry> rule, string key) =>
        (rule.FirstOrDefault(entry => entry.Path.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase)) ?? rule.First()).Line;
}
