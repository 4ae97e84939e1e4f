using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Decisions of the autopilot for people.</summary>
internal static class DecisionsView
{
    /// <summary>Writes decisions, one a line.</summary>
    public static void WriteList(HumanConsole console, IReadOnlyList<DecisionSummaryDocument> decisions)
    {
        if (decisions.Count == 0)
        {
            console.Line("the journal has no decisions of the autopilot");
            return;
        }

        Table table = console.Table(null, "id", "nodes", "armed", "outcome", "moves or why not");
        foreach (DecisionSummaryDocument decision in decisions)
        {
            table.AddRow(
                HumanText.Plain(decision.Id),
                HumanText.Plain(string.Join(", ", decision.Nodes)),
                decision.Armed ? "yes" : "no",
                decision.Outcome ?? "cannot be read",
                HumanText.Plain(string.Join("; ", decision.Moves.Select(DecisionText.Move).Concat(decision.Reasons.Select(r => $"{r.Code}: {r.Message}")))));
        }

        console.Write(table);
    }

    /// <summary>Writes one decision in full.</summary>
    public static void WriteOne(HumanConsole console, ExplainDocument decision)
    {
        console.Line($"[bold]{decision.Id}[/]  {HumanText.At(decision.At)}  {DecisionText.Outcome(decision.Outcome, decision.Armed)}");
        foreach (FindingDetailDocument finding in decision.Findings)
            WriteFinding(console, finding);
        if (decision.Moves.Count > 0)
            console.Line();
        foreach (DecidedMoveDocument move in decision.Moves)
            console.Line(HumanText.Plain($"{DecisionText.Move(move)}{(move.MigrationId is { } id ? $", see 'shadowmig history {id}'" : "")}{Why(move.Reasons)}"));
        if (decision.ReplayedSame is { } same)
            console.Line(same ? "made again from its record: the same" : "[red]made again from its record: NOT the same[/]");
    }

    private static void WriteFinding(HumanConsole console, FindingDetailDocument finding)
    {
        console.Line();
        console.Line($"[bold]{HumanText.Plain(finding.Node)}[/]: {DecisionText.Outcome(finding)}{HumanText.Plain(Why(finding.Reasons))}");
        foreach (CauseDocument cause in finding.Causes)
            console.Line(HumanText.Plain($"  {DecisionText.Cause(cause)}"));
        if (finding.Guests.Count > 0)
            WriteGuests(console, finding);
        foreach (PlacementDocument placement in finding.Placements)
            WritePlacement(console, placement);
    }

    private static void WriteGuests(HumanConsole console, FindingDetailDocument finding)
    {
        Table table = console.Table("Guests", "guest", "asks for", "move takes", "fate", "why");
        foreach (GuestFateDocument guest in finding.Guests)
        {
            table.AddRow(
                HumanText.Plain(guest.Domain.Name), DecisionText.Demand(guest), DecisionText.Seconds(guest),
                guest.Fate.Code, HumanText.Plain(guest.Fate.Message));
        }

        console.Write(table);
    }

    private static void WritePlacement(HumanConsole console, PlacementDocument placement)
    {
        Table table = console.Table($"Nodes for {placement.Domain.Name}", "node", "load with it", "fate", "why");
        foreach (TargetFateDocument target in placement.Targets)
        {
            table.AddRow(
                HumanText.Plain(target.Node), DecisionText.Load(target),
                target.Fate.Code, HumanText.Plain(target.Fate.Message));
        }

        console.Write(table);
    }

    private static string Why(IReadOnlyList<ReasonDocument> reasons) => reasons.Count == 0 ? "" : $": {string.Join("; ", reasons.Select(r => $"{r.Message} ({r.Code})"))}";
}
