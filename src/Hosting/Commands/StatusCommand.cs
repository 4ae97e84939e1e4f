using System.CommandLine;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>status</c>: migrations in flight, where rules and autopilot of the service stand, and how the fleet is coordinated.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("status", "Show migrations in flight, where rules and autopilot of the running service stand, and whether coordination works.");
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, async session =>
        {
            IReadOnlyList<JournalEntry> entries = session.Get<IMigrationJournal>().Unfinished();
            RulesDocument? rules = await session.Get<IServiceClient>().ReadRulesAsync(session.Cancellation);
            AutopilotDocument? autopilot = await session.Get<IServiceClient>().ReadAutopilotAsync(session.Cancellation);
            CoordinationView coordination = await session.Get<CoordinationReader>().ReadAsync(session.Cancellation);
            session.Print(
                json => JsonOutput.Write(
                    json, new StatusDocument([.. entries.Select(JournalEntryDocument.From)], rules, autopilot, CoordinationDocument.From(coordination))),
                console =>
                {
                    JournalView.WriteUnfinished(console, entries);
                    RulesView.Write(console, rules);
                    AutopilotView.Write(console, autopilot);
                    CoordinationLines.Write(console, coordination);
                });
            return ExitCodes.Done;
        }, cancellationToken));
        return command;
    }
}
