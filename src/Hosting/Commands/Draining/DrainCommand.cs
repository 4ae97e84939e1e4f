using System.CommandLine;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary><c>drain NODE</c>: moves all guests of a node elsewhere, for maintenance.</summary>
internal sealed class DrainCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "name of a node in the configuration" };
    private readonly LimitOptions _limits = new();
    private readonly Option<bool> _probe = OptionFactory.Probe();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "plan only; change nothing, not even the cordon" };
    private readonly Option<bool> _includePinned = new("--include-pinned") { Description = "also move guests whose owners do not want it" };

    private readonly Option<int?> _concurrency = OptionFactory.Parsed(
        "--concurrency", "N", "most migrations at a time (default Drain:MaxOutgoing, 2); fewer run where they fill the link", t => (int?)ParseCount(t));

    private DrainCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        DrainCommand drain = new();
        Command command = new("drain", "Empty a node: cordon it, and move every guest that runs on it to other nodes.")
        {
            drain._node, drain._probe, drain._dryRun, drain._includePinned, drain._concurrency,
        };
        drain._limits.AddTo(command);
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, drain.RunAsync, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandSession session)
    {
        DrainRequest request = new(
            session.Get<FleetNodes>().Get(session.Arguments.GetValue(_node)!),
            _limits.Read(session.Arguments, session.Get<ProfileCatalog>()),
            ObservationSettings.Read(session, _probe),
            session.Arguments.GetValue(_concurrency) ?? session.Get<IOptions<DrainOptions>>().Value.MaxOutgoing,
            session.Arguments.GetValue(_includePinned),
            session.Arguments.GetValue(_dryRun));
        DrainReport report = await RunAsync(session, request);
        session.Print(
            json => JsonOutput.Write(json, DrainDocument.From(report)),
            console => DrainView.Write(console, report));
        foreach (string line in DrainSummary.Of(report))
            session.Say(line);
        return report.ExitCode;
    }

    private static async Task<DrainReport> RunAsync(CommandSession session, DrainRequest request)
    {
        IDrainDisplay display = !session.IsJson && session.Console.IsTerminal
            ? new TerminalDrainDisplay(session.Console)
            : new LineDrainDisplay(session.IsJson ? null : session.Console, session.Environment.Error, session.Environment.Time);
        using CancellationTokenSource abort = new();
        session.Interruption.Notify = signals =>
        {
            if (signals > 1)
                abort.Cancel();
            display.Note(signals switch
            {
                1 => "no further migration begins; those that run are finished, once more aborts them",
                2 => "aborting: guests stay where they are",
                _ => "still aborting; libvirt has been told, and ending now would leave nobody watching: wait for the result",
            });
        };
        try
        {
            return await session.Get<DrainWorkflow>().RunAsync(request, display, session.Cancellation, abort.Token);
        }
        finally
        {
            session.Interruption.Notify = null;
        }
    }

    private static int ParseCount(string text) => int.TryParse(text, out int count) && count is >= 1 and <= 64
        ? count
        : throw new FormatException($"'{text}' is not a number of migrations; write 1 to 64");
}
