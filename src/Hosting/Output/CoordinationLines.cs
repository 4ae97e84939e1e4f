using System.Globalization;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>How the fleet is coordinated, for people.</summary>
internal static class CoordinationLines
{
    /// <summary>Writes it.</summary>
    public static void Write(HumanConsole console, CoordinationView view)
    {
        string mode = CoordinationDocument.Word(view.Mode);
        string leader = view.Mode == CoordinationMode.Local ? "" : $", leader: {view.Leader ?? "none"}";
        console.Line(view.Trouble is { } trouble
            ? $"coordination: {mode}, [red]{trouble.Code}[/]  {HumanText.Plain(trouble.Message)}; no migration begins until it is back"
            : $"coordination: {mode}{HumanText.Plain(leader)}");
        foreach (StandingLock standing in view.Locks)
        {
            string who = standing.Claim is { } claim ? $"{claim.GuestName}: {claim.Holder}, migration {claim.MigrationId}" : $"{standing.Guest}: unreadable entry";
            console.Line(HumanText.Plain(string.Create(CultureInfo.InvariantCulture, $"  locked  {who}, token {standing.Token}")));
        }

        foreach (StandingDrain drain in view.Drains)
            console.Line(HumanText.Plain(string.Create(CultureInfo.InvariantCulture, $"  drained {drain.Node}: {drain.Claim?.Holder ?? "unreadable entry"}, token {drain.Token}")));
    }
}
