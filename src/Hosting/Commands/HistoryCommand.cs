using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>history [ID]</c>: migrations of the past.</summary>
internal static class HistoryCommand
{
    private static readonly Argument<string?> Id = new("ID") { Description = "one migration in full", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<int> Count = new("--count") { Description = "how many to list", HelpName = "N", DefaultValueFactory = _ => 20 };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("history", "Show migrations of the past, newest first.") { Id, Count };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments, session => Task.FromResult(session.Arguments.GetValue(Id) is { } id ? ShowOne(session, id) : ShowLatest(session)), cancellationToken));
        return command;
    }

    private static int ShowLatest(CommandSession session)
    {
        int count = session.Arguments.GetValue(Count);
        if (count < 1)
            throw new UsageException("--count must be at least 1");
        IReadOnlyList<JournalEntry> entries = session.Get<IMigrationJournal>().Latest(count);
        session.Print(
            json => JsonOutput.Write(json, new JournalDocument([.. entries.Select(JournalEntryDocument.From)])),
            console => JournalView.WriteHistory(console, entries));
        return ExitCodes.Done;
    }

    private static int ShowOne(CommandSession session, string id)
    {
        JournalEntry entry = session.Get<IMigrationJournal>().Find(id)
            ?? throw new UsageException($"the journal has no migration '{id}'; 'shadowmig history' lists them");
        if (entry.Report is { } report)
        {
            session.Print(
                json => JsonOutput.Write(json, MigrateDocument.From(report)),
                console => MigrationView.Write(console, report));
        }
        else
        {
            session.Print(
                json => JsonOutput.Write(json, new JournalDocument([JournalEntryDocument.From(entry)])),
                console => JournalView.WriteUnfinished(console, [entry]));
        }

        return ExitCodes.Done;
    }
}
