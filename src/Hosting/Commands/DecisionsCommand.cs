using System.CommandLine;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>decisions</c>: what the autopilot decided.</summary>
internal static class DecisionsCommand
{
    private static readonly Option<int> Count = new("--count") { Description = "how many to list", HelpName = "N", DefaultValueFactory = _ => 20 };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("decisions", "Show what the autopilot decided, newest first.") { Count };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, session => Task.FromResult(Show(session)), cancellationToken));
        return command;
    }

    private static int Show(CommandSession session)
    {
        int count = session.Arguments.GetValue(Count);
        if (count < 1)
            throw new UsageException("--count must be at least 1");
        DecisionSummaryDocument[] decisions = [.. session.Get<IDecisionJournal>().Latest(count).Select(DecisionSummaryDocument.From)];
        session.Print(
            json => JsonOutput.Write(json, new DecisionsDocument(decisions)),
            console => DecisionsView.WriteList(console, decisions));
        return ExitCodes.Done;
    }
}
