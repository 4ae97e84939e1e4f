using Microsoft.Data.Sqlite;

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
                  "Migration": { "Tls": false, "JournalPath": "{{Journal(suite, link)}}" }
                }
                """);
        }
        return path;
    }

    /// <summary>The journal for one kind of hosts and one link.</summary>
    public string Journal(string suite, int link) => Path.Combine(folder, $"journal-{suite}-{link}.db");

    /// <summary>The same program with what it has learned of one kind of hosts and one link, on a copy that goes its own way.</summary>
    public ShadowMigProgram OnCopiedJournal(string suite, int link)
    {
        var copy = new ShadowMigProgram(executable, Directory.CreateDirectory(Path.Combine(folder, "copied")).FullName, probe);
        foreach (string end in (string[])["", "-wal", "-shm"])
            File.Delete(copy.Journal(suite, link) + end);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Journal(suite, link), Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", copy.Journal(suite, link));
        command.ExecuteNonQuery();
        return copy;
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
