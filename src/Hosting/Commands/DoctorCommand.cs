using System.CommandLine;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>doctor [--to URI]</c>: checks this node, and the way to another.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Destination = OptionFactory.Destination("check the way to this node too");

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("doctor", "Check this node, and the way to another, for everything a migration needs.") { Destination };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, async session =>
        {
            IReadOnlyList<PreflightCheck> checks = await StepDisplay.RunAsync(session.Console, silent: session.IsJson || !session.Console.IsTerminal, step =>
            {
                step?.Report("examining");
                return session.Get<NodeDoctor>().ExamineAsync(session.Uri, arguments.GetValue(Destination), session.Cancellation);
            });
            bool healthy = checks.All(c => c.Outcome != CheckOutcome.Failed);
            session.Print(
                json => JsonOutput.Write(json, new DoctorDocument(healthy, [.. checks.Select(CheckDocument.From)])),
                console => ChecksView.Write(console, "Checks", checks));
            if (!healthy)
                session.Say($"not healthy: {string.Join("; ", checks.Where(c => c.Outcome == CheckOutcome.Failed).Select(c => $"{c.Name}: {c.Reason?.Message ?? c.Detail}"))}");
            return healthy ? ExitCodes.Done : ExitCodes.Refused;
        }, cancellationToken));
        return command;
    }
}
