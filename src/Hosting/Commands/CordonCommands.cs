using System.CommandLine;
using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>cordon NODE</c> and <c>uncordon NODE</c>: whether a node takes more guests.</summary>
internal static class CordonCommands
{
    private static readonly Option<string?> Why = new("--reason") { Description = "why, for whoever looks later", HelpName = "TEXT" };

    /// <summary><c>cordon</c>.</summary>
    public static Command CreateCordon(CommandRunner runner)
    {
        Argument<string> name = Name();
        Command command = new("cordon", "Let a node take no more guests; those that it has stay, and --to still reaches it.") { name, Why };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, async session =>
        {
            FleetNode node = session.Get<FleetNodes>().Get(arguments.GetValue(name)!);
            await session.Get<ICordonBook>().SetAsync(new(node.Name, arguments.GetValue(Why), session.Environment.Time.GetUtcNow()), session.Cancellation);
            session.Say($"{node.Name} takes no more guests until 'shadowmig uncordon {node.Name}'");
            return ExitCodes.Done;
        }, cancellationToken));
        return command;
    }

    /// <summary><c>uncordon</c>.</summary>
    public static Command CreateUncordon(CommandRunner runner)
    {
        Argument<string> name = Name();
        Command command = new("uncordon", "Let a node take guests again.") { name };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, async session =>
        {
            // A node that has left the configuration may still be cordoned: its cordon can be lifted all the same.
            string node = arguments.GetValue(name)!;
            if (!await session.Get<ICordonBook>().LiftAsync(node, session.Cancellation))
            {
                node = session.Get<FleetNodes>().Get(node).Name;
                session.Say($"{node} was not cordoned");
                return ExitCodes.Done;
            }

            session.Say($"{node} takes guests again");
            return ExitCodes.Done;
        }, cancellationToken));
        return command;
    }

    private static Argument<string> Name() => new("NODE") { Description = "name of a node in the configuration" };
}
