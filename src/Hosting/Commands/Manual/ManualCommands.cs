using System.CommandLine;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary><c>man</c> and <c>completion SHELL</c>: what a package makes of the command line; hidden, since nobody types them every day.</summary>
internal static class ManualCommands
{
    /// <summary><c>man</c>: the manual page.</summary>
    public static Command CreateMan(CommandRunner runner, RootCommand root)
    {
        Command command = new("man", "Print the manual page.") { Hidden = true };
        command.SetAction(_ => Print(runner, ManPage.Write(CommandTree.Read(root))));
        return command;
    }

    /// <summary><c>completion SHELL</c>: what completes command lines in a shell.</summary>
    public static Command CreateCompletion(CommandRunner runner, RootCommand root)
    {
        Argument<string> shell = new("SHELL") { Description = "bash or zsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        Command command = new("completion", "Print what completes command lines in a shell.") { shell };
        command.Hidden = true;
        command.SetAction(arguments => Print(
            runner, arguments.GetValue(shell) == "bash" ? BashCompletion.Write(CommandTree.Read(root)) : ZshCompletion.Write(CommandTree.Read(root))));
        return command;
    }

    private static int Print(CommandRunner runner, string text)
    {
        runner.Environment.Output.Write(text);
        runner.Environment.Output.Flush();
        return ExitCodes.Done;
    }
}
