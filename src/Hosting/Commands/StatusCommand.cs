using System.CommandLine;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>status</c>: migrations in flight, where rules and autopilot of the service stand, and how the fleet is coordinated.</summary>
internal static class StatusCommand
{
    private static readonly Option<TimeSpan?> Watch = WatchOption.Create();

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("status", "Show migrations in flight, where rules and autopilot of the running service stand, and whether coordination works.") { Watch };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments, session => session.Arguments.GetValue(Watch) is { } interval ? WatchAsync(session, interval) : ShowAsync(session), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(CommandSession session)
    {
        StatusReading reading = await session.Get<StatusReader>().ReadAsync(session.Cancellation);
        session.Print(json => JsonOutput.Write(json, reading.ToDocument()), console => StatusView.Write(console, reading));
        return ExitCodes.Done;
    }

    private static async Task<int> WatchAsync(CommandSession session, TimeSpan interval)
    {
        TextWriter output = session.Environment.OpenStream?.Invoke() ?? session.Environment.Output;
        using TerminalScreen? screen = session.IsJson || !session.Environment.IsTerminal
            ? null
            : new(output, session.Environment.TerminalSize, session.Environment.CatchSignals);
        HumanConsole lines = new(output, isTerminal: false);
        Action<StatusMoment> show = session.IsJson ? moment => WriteDocument(session, output, moment)
            : screen is null ? moment => StatusView.WriteBlock(lines, moment)
            : moment => screen.Show(console => StatusView.WriteScreen(console, moment, interval));
        // The journal is opened by the first reading, so that it may be out of reach there too.
        await new StatusWatch(session.Environment.Time, interval, end => session.Get<StatusReader>().ReadAsync(end), show).RunAsync(session.Cancellation);
        return ExitCodes.Done;
    }

    // A reader of documents gets nothing else, so a moment without one is told elsewhere.
    private static void WriteDocument(CommandSession session, TextWriter output, StatusMoment moment)
    {
        if (moment.Reading is { } reading)
            JsonOutput.WriteLine(output, reading.ToDocument());
        else
            session.Say($"cannot be read: {moment.Failure}");
    }
}
