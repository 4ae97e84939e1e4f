using System.Globalization;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Where the autopilot stands, for people.</summary>
internal static class AutopilotView
{
    /// <summary>Writes what a service says of its autopilot; nothing when no service answers.</summary>
    public static void Write(HumanConsole console, AutopilotDocument? autopilot)
    {
        if (autopilot is null)
            return;
        if (autopilot.State == "off")
        {
            console.Line("autopilot: off (no nodes are configured, or Autopilot:Enabled is false)");
            return;
        }

        Table table = console.Table($"autopilot, {autopilot.State}", "node", "guests", "they ask for", "of processors", "state");
        foreach (WatchedNodeDocument node in autopilot.Nodes)
        {
            table.AddRow(
                HumanText.Plain(node.Node),
                node.Guests.ToString(CultureInfo.InvariantCulture),
                HumanText.Ratio(node.DemandRatio is { } demand ? Math.Round(demand, 2) : null),
                node.Processors?.ToString("0.##", CultureInfo.InvariantCulture) ?? HumanText.Unknown,
                node.Up ? node.State : "[red]unreachable[/]");
        }

        console.Write(table);
        WriteDecision(console, autopilot);
    }

    private static void WriteDecision(HumanConsole console, AutopilotDocument autopilot)
    {
        string until = autopilot.HeldUntil is { } held ? $" until {HumanText.At(held)}" : "";
        console.Line($"now: {autopilot.Outcome}{until}");
        foreach (ReasonDocument reason in autopilot.Reasons)
            console.Line($"  {reason.Code}: {HumanText.Plain(reason.Message)}");
        foreach (DecidedMoveDocument move in autopilot.MovesUnderWay)
            console.Line($"  moving {HumanText.Plain(move.Domain.Name)} from {HumanText.Plain(move.From)} to {HumanText.Plain(move.To)}");
        if (autopilot.LastDecision is { } last)
            console.Line($"last recorded decision: {last.Id} ({last.Outcome}) at {HumanText.At(last.At)}; see 'shadowmig explain {last.Id}'");
    }
}
