using ShadowMig.Driver.Migration.Outcome;

namespace ShadowMig.Hosting.Output;

/// <summary>Commands for a person: each in a line of its own, to be copied, below what it is for.</summary>
internal static class OperatorCommandLines
{
    /// <summary>Writes them.</summary>
    public static void Write(HumanConsole console, IReadOnlyList<OperatorCommand> commands)
    {
        foreach (OperatorCommand command in commands)
        {
            console.Line($"  [grey]# {HumanText.Plain(command.Purpose)}[/]");
            console.Line($"    {HumanText.Plain(command.Command)}");
        }
    }
}
