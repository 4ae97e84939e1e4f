using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>recover [ID]</c>: adopts migrations that nobody runs any more, and settles those that ended meanwhile.</summary>
internal static class RecoverCommand
{
    private static readonly Argument<string?> Id = new("ID") { Description = "one migration, as 'shadowmig status' shows it; all without it", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> Close = new("--close") { Description = "close the migration even if its result stays unknown; only when you have seen to the guest yourself" };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("recover", "See to migrations whose process died: watch those that still run to their end, settle who has the guest. 'shadowmig serve' does it by itself.") { Id, Close };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, RunAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSession session)
    {
        IMigrationJournal journal = session.Get<IMigrationJournal>();
        string? id = session.Arguments.GetValue(Id);
        bool closes = session.Arguments.GetValue(Close);
        if (closes && id is null)
            throw new UsageException("--close needs the ID of the migration that is to be closed; 'shadowmig status' shows them");
        IReadOnlyList<JournalEntry> entries = id is null ? journal.Unfinished() : [MigrationLookup.Find(journal, id)];
        RecoverOutcome[] outcomes = await StepDisplay.RunAsync(
            session.Console, session.IsJson,
            step => Task.WhenAll(entries.Select(e => RecoverAsync(session, e, new(Waits: true, closes), step))));
        session.Print(
            json => JsonOutput.Write(json, new RecoverDocument([.. outcomes.Select(RecoveredDocument.From)])),
            console => RecoverView.Write(console, outcomes));
        return outcomes.Any(o => o.State == "unresolved") ? ExitCodes.Attention
            : id is not null && outcomes.Any(o => o.State == "running") ? ExitCodes.Refused
            : ExitCodes.Done;
    }

    private static async Task<RecoverOutcome> RecoverAsync(CommandSession session, JournalEntry entry, RecoveryTerms terms, IProgress<string>? step)
    {
        step?.Report($"migration {entry.Id} of {entry.Domain.Name}: waiting for the guest's lock, then for its end");
        (_, Reason? refusal) = await session.Get<IAbandonedMigration>().RecoverAsync(entry, terms, session.Cancellation);
        return new(session.Get<IMigrationJournal>().Find(entry.Id) ?? entry, refusal);
    }
}
