using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>cancel ID</c>: cancels a migration that another process runs, or ran.</summary>
internal static class CancelCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "the migration, as 'shadowmig status' shows it" };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("cancel", "Cancel a migration in flight; the guest stays on the source.") { Id };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, RunAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSession session)
    {
        JournalEntry entry = MigrationLookup.Find(session.Get<IMigrationJournal>(), session.Arguments.GetValue(Id)!);
        CancelOutcome outcome;
        try
        {
            outcome = await StepDisplay.RunAsync(
                session.Console, session.IsJson || !session.Console.IsTerminal, step => session.Get<MigrationCanceller>().CancelAsync(entry, step, session.Cancellation));
        }
        catch (OperationCanceledException)
        {
            session.Say($"no longer waiting, but the wish stands: see 'shadowmig status' and 'shadowmig history {entry.Id}'");
            return ExitCodes.Attention;
        }

        session.Print(json => JsonOutput.Write(json, CancelDocument.From(outcome)), _ => { });
        session.Say(Summary(outcome));
        return outcome.ExitCode;
    }

    private static string Summary(CancelOutcome outcome)
    {
        string guest = outcome.Entry.Domain.Name;
        if (outcome.Refusal is { } refusal)
            return refusal.Message;
        string why = string.Join("; ", (outcome.Report?.Reasons ?? []).Select(r => $"{r.Message} ({r.Code})"));
        return outcome.Report?.Result switch
        {
            MigrationResult.Cancelled => $"cancelled: {guest} is on the source, {outcome.Report.Ownership.Source.Name()}",
            MigrationResult.Completed => $"too late: {guest} had already moved",
            MigrationResult.Failed => $"the migration failed by itself before it was cancelled, {guest} is safe on the source: {why}",
            MigrationResult.Unknown => $"who has {guest} needs attention: look at both nodes before anything else: {why}",
            _ => $"the migration was asked to abort, and its end was not seen yet: look at 'shadowmig status' and both nodes",
        };
    }
}
