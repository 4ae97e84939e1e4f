using ShadowMig.Driver.Model;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>What a guest's metadata says, for people.</summary>
internal static class PolicyView
{
    /// <summary>Writes it; nothing for a guest that asks for nothing.</summary>
    public static void Write(HumanConsole console, GuestPolicy policy)
    {
        if (ReferenceEquals(policy, GuestPolicy.None))
            return;
        Table facts = console.Facts("what its metadata asks for");
        facts.AddRow("move", policy.NeverMove ? "never, by the service" : "allowed");
        facts.AddRow("priority", HumanText.Plain($"{policy.Priority}"));
        if (policy.Profile is { } profile)
            facts.AddRow("profile", HumanText.Plain(profile));
        AddList(facts, "keep apart", policy.KeepApart);
        AddList(facts, "keep together", policy.KeepTogether);
        AddList(facts, "labels", [.. policy.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")]);
        foreach (string problem in policy.Problems)
            facts.AddRow("[yellow]not understood[/]", HumanText.Plain(problem));
        console.Write(facts);
    }

    private static void AddList(Table facts, string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            facts.AddRow(what, HumanText.Plain(string.Join(", ", names)));
    }
}
