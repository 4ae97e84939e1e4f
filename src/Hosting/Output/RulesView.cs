using System.Globalization;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Where the rules stand, for people.</summary>
internal static class RulesView
{
    /// <summary>Writes the rules of a service; of those that have no readings on this node only their number.</summary>
    public static void Write(HumanConsole console, RulesDocument? service)
    {
        if (service is null)
        {
            console.Line("no service answers: nothing is known of its rules");
            return;
        }

        RuleDocument[] known = [.. service.Rules.Where(rule => rule.State != "unknown")];
        if (known.Length > 0)
            WriteTable(console, service.Node, known);
        if (known.Length < service.Rules.Count)
            console.Line(string.Create(CultureInfo.InvariantCulture, $"rules without a reading of their signal: {service.Rules.Count - known.Length}"));
    }

    private static void WriteTable(HumanConsole console, string? node, RuleDocument[] rules)
    {
        Table table = console.Table($"rules of {node ?? "the node"}", "rule", "of", "resource", "state", "since", "why");
        foreach (RuleDocument rule in rules)
        {
            table.AddRow(
                HumanText.Plain(rule.Rule), HumanText.Plain(rule.Domain?.Name ?? "node"), HumanText.Plain(rule.Resource), State(rule),
                HumanText.At(rule.Since), HumanText.Plain(rule.Reason.Message));
        }

        console.Write(table);
    }

    private static string State(RuleDocument rule)
    {
        string state = rule.Stale ? $"{rule.State}, stale" : rule.State;
        return rule.InEffect ? $"[red]{state}[/]" : rule.State == "pending" ? $"[yellow]{state}[/]" : state;
    }
}
