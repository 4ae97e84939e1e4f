using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Output;

/// <summary>Where things stand, for people.</summary>
internal static class StatusView
{
    /// <summary>Writes it.</summary>
    public static void Write(HumanConsole console, StatusReading reading)
    {
        JournalView.WriteUnfinished(console, reading.Migrations);
        RulesView.Write(console, reading.Rules);
        AutopilotView.Write(console, reading.Autopilot);
        CoordinationLines.Write(console, reading.Coordination);
    }

    /// <summary>Writes one moment as a block below others.</summary>
    public static void WriteBlock(HumanConsole console, StatusMoment moment)
    {
        console.Line(HumanText.At(moment.At));
        WriteMoment(console, moment);
        console.Line();
    }

    /// <summary>Writes one moment as a screen of its own.</summary>
    public static void WriteScreen(HumanConsole console, StatusMoment moment, TimeSpan interval)
    {
        console.Line($"[bold]{HumanText.At(moment.At)}[/]  [grey]every {Duration.Format(interval)}, Ctrl-C ends[/]");
        console.Line();
        WriteMoment(console, moment);
    }

    private static void WriteMoment(HumanConsole console, StatusMoment moment)
    {
        if (moment.Reading is { } reading)
            Write(console, reading);
        else
            console.Line($"[red]cannot be read[/]: {HumanText.Plain(moment.Failure ?? "")}");
    }
}
