using System.CommandLine;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>explain ID</c>: why the autopilot decided what it decided.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "a decision, or a migration that came of one" };

    private static readonly Option<bool> Replay = new("--replay") { Description = "make the decision again from its record, and compare; exit code 5 when it comes out differently" };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("explain", "Show why the autopilot decided as it did: causes, guests, nodes, and what became of its moves.") { Id, Replay };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, session => Task.FromResult(Show(session)), cancellationToken));
        return command;
    }

    private static int Show(CommandSession session)
    {
        string id = session.Arguments.GetValue(Id)!;
        DecisionEntry entry = session.Get<IDecisionJournal>().Find(id)
            ?? throw new UsageException($"the journal has no decision '{id}', nor a migration '{id}' that came of one; 'shadowmig decisions' lists them");
        if (entry is not { Decision: { } decision, Input: { } input })
            throw new UsageException($"decision '{entry.Id}' was recorded by another version and cannot be read");
        bool? same = session.Arguments.GetValue(Replay) ? DecisionReplay.Run(input, decision).IsSame : null;
        ExplainDocument document = ExplainDocument.From(entry, decision, same, DecisionReplay.Element(input));
        session.Print(json => JsonOutput.Write(json, document), console => DecisionsView.WriteOne(console, document));
        if (same != false)
            return ExitCodes.Done;
        session.Say("the decision comes out differently when it is made again: this version decides otherwise than the one that recorded it");
        return ExitCodes.Attention;
    }
}
