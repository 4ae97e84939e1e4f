using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>An alert as its rule file says it; whether the file is good YAML is promtool's business.</summary>
internal sealed partial record AlertRule(string Name, string Text)
{
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        .. DeployFolder.Rules.SelectMany(file => RuleStart().Split(File.ReadAllText(file)))
            .Where(text => text.StartsWith("alert: ", StringComparison.Ordinal))
            .Select(text => new AlertRule(Value(text, "alert")!, text)),
    ];

    public string? Severity => Value(Text, "severity");

    public string? Summary => Value(Text, "summary");

    public string? Description => Value(Text, "description");

    public string? RunbookUrl => Value(Text, "runbook_url");

    private static string? Value(string text, string key) =>
        Regex.Match(text, $"""^\s*{key}: "?(?<value>[^"\n]+)""", RegexOptions.Multiline) is { Success: true } match ? match.Groups["value"].Value : null;

    [GeneratedRegex(@"^\s+- (?=alert: |record: )", RegexOptions.Multiline)]
    private static partial Regex RuleStart();
}
