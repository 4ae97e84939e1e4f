using System.CommandLine;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>plan DOMAIN --to URI</c>: the plan with its prediction; changes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        PlanOptions options = new();
        Command command = new("plan", "Plan a migration and predict what it costs; changes nothing.");
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments, async session => PlanOptions.Print(session, await options.PlanAsync(session)), cancellationToken));
        return command;
    }
}
