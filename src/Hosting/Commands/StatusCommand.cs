using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>status</c>: migrations in flight.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("status", "Show migrations in flight.");
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, session =>
        {
            IReadOnlyList<JournalEntry> entries = session.Get<IMigrationJournal>().Unfinished();
            session.Print(
                json => JsonOutput.Write(json, new JournalDocument([.. entries.Select(JournalEntryDocument.From)])),
                console => JournalView.WriteUnfinished(console, entries));
            return Task.FromResult(ExitCodes.Done);
        }, cancellationToken));
        return command;
    }
}
