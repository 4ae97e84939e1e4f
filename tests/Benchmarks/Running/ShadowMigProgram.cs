namespace ShadowMig.Benchmarks.Running;

/// <summary>The built executable, with a configuration and a journal for each suite and link rate.</summary>
internal sealed class ShadowMigProgram(string executable, string folder, bool probe)
{
    /// <summary>Whether it may read a sample of guest memory.</summary>
    public bool Probe => probe;

    /// <summary>The configuration file for one kind of hosts and one link, made when first asked for.</summary>
    public string Configuration(string suite, int link)
    {
        string path = Path.Combine(folder, $"shadowmig-{suite}-{link}.json");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, $$"""
                {
                  "Migration": { "Tls": false, "JournalPath": "{{folder}}/journal-{{suite}}-{{link}}.db" }
                }
                """);
        }
        return path;
    }

    /// <summary>Runs it to its end; when told to stop it interrupts it, and waits for the guest to be safe.</summary>
    public async Task<CommandResult> RunAsync(TimeSpan bound, string configuration, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using RunningCommand command = RunningCommand.Start(executable, [.. arguments, "--config", configuration]);
        Task<CommandResult> end = command.WaitAsync(bound);
        await Task.WhenAny(end, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!end.IsCompleted)
            await command.SignalAsync("INT");
        return await end;
    }

    /// <summary>Whether <c>migrate</c> has an option.</summary>
    public async Task<bool> HasOptionAsync(string option)
    {
        CommandResult help = await Command.RunAsync(TimeSpan.FromSeconds(20), executable, "migrate", "--help");
        return help.Output.Contains(option, StringComparison.Ordinal);
    }
}
