using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>migrate DOMAIN --to URI</c>: plan, then all six phases.</summary>
internal static class MigrateCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "plan only; change nothing" };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        PlanOptions options = new();
        Command command = new("migrate", "Move a guest: plan, migrate, prove where it ended up.") { DryRun };
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments, session => RunAsync(session, options), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSession session, PlanOptions options)
    {
        PlanOutcome outcome = await options.PlanAsync(session);
        if (!outcome.Plan.Go || session.Arguments.GetValue(DryRun))
            return PlanOptions.Print(session, outcome);
        if (!session.IsJson)
            PlanOptions.Show(session.Console, outcome);

        MigrationReport report = await MigrateAsync(session, outcome.Plan);
        session.Print(
            json => JsonOutput.Write(json, MigrateDocument.From(report)),
            console => MigrationView.Write(console, report));
        int exitCode = ExitCodes.For(report);
        if (exitCode != ExitCodes.Done)
            session.Say(Summary(report));
        return exitCode;
    }

    private static async Task<MigrationReport> MigrateAsync(CommandSession session, MigrationPlan plan)
    {
        double? predicted = plan.Chosen?.Prediction?.TransferBytes.P50;
        IMigrationDisplay display = !session.IsJson && session.Console.IsTerminal
            ? new TerminalMigrationDisplay(session.Console, predicted)
            : new LineMigrationDisplay(session.IsJson ? null : session.Console, session.Environment.Error, session.Environment.Time, predicted);
        session.Interruption.Notify = signals => display.Note(signals == 1
            ? "cancelling: the migration is being aborted, the guest stays on the source"
            : "still aborting; libvirt has been told, and ending now would leave nobody watching: wait for the result");
        try
        {
            return await display.RunAsync(
                progress => session.Get<IMigrator>().MigrateAsync(plan, session.Uri, progress, session.Cancellation));
        }
        finally
        {
            session.Interruption.Notify = null;
        }
    }

    private static string Summary(MigrationReport report)
    {
        string why = string.Join("; ", report.Reasons.Select(r => $"{r.Message} ({r.Code})"));
        string what = report.Result switch
        {
            _ when report.Refused => "refused, nothing was changed",
            MigrationResult.Failed => "the migration failed, the guest is safe on the source",
            MigrationResult.Cancelled => "cancelled, the guest is safe on the source",
            _ => $"the result needs attention: look at both nodes before anything else, see 'shadowmig history {report.Id}'",
        };
        return why.Length > 0 ? $"{what}: {why}" : what;
    }
}
