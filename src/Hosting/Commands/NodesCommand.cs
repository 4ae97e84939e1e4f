using System.CommandLine;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>nodes</c>: the nodes of the inventory as they are now.</summary>
internal static class NodesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("nodes", "Show the nodes of the configuration: who answers, how busy they are, who is cordoned.");
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, async session =>
        {
            FleetView fleet = await StepDisplay.RunAsync(session.Console, silent: session.IsJson || !session.Console.IsTerminal, step =>
            {
                step?.Report("asking all nodes");
                return session.Get<FleetReader>().ReadAsync(session.Cancellation);
            });
            session.Print(
                json => JsonOutput.Write(json, NodesDocument.From(fleet)),
                console => NodesView.Write(console, fleet));
            if (fleet.Trouble is { } trouble)
                session.Say($"cordons, promised memory and published nodes are unknown: {trouble.Message} ({trouble.Code})");
            foreach (string problem in fleet.Published?.Problems ?? [])
                session.Say($"etcd: {problem}");
            return ExitCodes.Done;
        }, cancellationToken));
        return command;
    }
}
