namespace ShadowMig.Lab.Tests.Support;

/// <summary>Runs commands, each bounded in time; a command that passes its bound is ended with its children.</summary>
internal static class Command
{
    public static async Task<CommandResult> RunAsync(TimeSpan bound, string file, params string[] arguments)
    {
        using RunningCommand command = RunningCommand.Start(file, arguments);
        return await command.WaitAsync(bound);
    }

    /// <summary>Runs a command that has to succeed, and gives what it printed.</summary>
    public static async Task<string> OutputAsync(TimeSpan bound, string file, params string[] arguments)
    {
        CommandResult result = await RunAsync(bound, file, arguments);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException(result.ToString());
    }
}
