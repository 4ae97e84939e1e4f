using System.CommandLine;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary>Arguments that <c>plan</c> and <c>migrate</c> share, and the way from them to a plan.</summary>
internal sealed class PlanOptions
{
    private readonly Argument<string> _domain = OptionFactory.Domain();
    private readonly Option<string?> _destination = OptionFactory.Destination("libvirt URI of the destination, as this node and the source's daemon reach it; chosen among the configured nodes if left out");
    private readonly Option<bool> _probe = OptionFactory.Probe();
    private readonly Option<MigrationStrategy?> _strategy = OptionFactory.Parsed(
        "--strategy", "WAY", $"consider this way only: {MigrationStrategyNames.All}", t => (MigrationStrategy?)MigrationStrategyNames.Parse(t));

    private readonly Option<TimeSpan?> _wait = OptionFactory.Parsed(
        "--wait", "TIME", "wait at most so long for a quiet time of the guest in which the plan says go", t => (TimeSpan?)Duration.Parse(t));

    private readonly LimitOptions _limits = new();

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_domain);
        command.Options.Add(_destination);
        command.Options.Add(_probe);
        command.Options.Add(_strategy);
        command.Options.Add(_wait);
        _limits.AddTo(command);
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="UsageException">No destination is given, and the configuration names no nodes to choose from.</exception>
    public async Task<PlanOutcome> PlanAsync(CommandSession session)
    {
        string? destination = session.Arguments.GetValue(_destination);
        if (destination is null && session.Get<FleetNodes>().IsEmpty)
            throw new UsageException("there are no nodes to choose a destination from: name one with --to URI, or add section Nodes to the configuration");
        PlanRequest request = new(
            session.Uri,
            session.Arguments.GetValue(_domain)!,
            destination,
            _limits.Read(session.Arguments, session.Get<ProfileCatalog>()),
            ObservationSettings.Read(session, _probe),
            session.Arguments.GetValue(_strategy));
        return await StepDisplay.RunAsync(
            session.Console, session.IsJson, step => session.Arguments.GetValue(_wait) is { } patience
                ? session.Get<MigrationWorkflow>().PlanQuietAsync(request, patience, step, session.Cancellation)
                : session.Get<MigrationWorkflow>().PlanAsync(request, step, session.Cancellation));
    }

    /// <summary>Prints a plan.</summary>
    /// <returns>The exit code that it means.</returns>
    public static int Print(CommandSession session, PlanOutcome outcome)
    {
        session.Print(
            json => JsonOutput.Write(json, PlanDocument.From(outcome)),
            console => Show(console, outcome));
        if (outcome.Plan.Go)
            return ExitCodes.Done;
        // One line is enough here: all reasons stand on standard output.
        string why = outcome.Plan.Reasons is [var first, ..] ? $": {first.Message} ({first.Code})" : "";
        session.Say($"refused, nothing was changed{why}");
        return ExitCodes.Refused;
    }

    /// <summary>Shows a plan to people, and the checks that did not pass.</summary>
    public static void Show(HumanConsole console, PlanOutcome outcome)
    {
        PreflightCheck[] notable = [.. (outcome.Preflight?.Checks ?? []).Where(c => c.Outcome != CheckOutcome.Passed)];
        if (notable.Length > 0)
            ChecksView.Write(console, $"Checks ({outcome.Preflight!.Checks.Count - notable.Length} others passed)", notable);
        if (outcome.Targets.Count > 0)
            TargetsView.Write(console, outcome.Targets);
        PlanView.Write(console, outcome.Plan);
    }
}
