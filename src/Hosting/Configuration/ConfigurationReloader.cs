namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads the configuration again while the service runs: a good file takes effect as a whole, a bad one changes nothing.</summary>
internal sealed partial class ConfigurationReloader(string? file, IConfiguration configuration, ReloadStatus status, ILogger<ConfigurationReloader> logger)
{
    /// <summary>What the service reads once, at its start.</summary>
    private static readonly string[] ReadAtStart =
    [
        "Http:Address", "Api:Socket", "Api:Group", "Api:Address", "Api:RequestsPerMinute", "Migration:JournalPath", "Autopilot:Enabled",
        "Coordination:Mode", "Coordination:LeaseSeconds", "Coordination:Etcd:Endpoints:0", "Coordination:Etcd:Prefix",
    ];

    private readonly Lock _one = new();

    /// <summary>Reads, checks and replaces.</summary>
    /// <returns>Whether the file was taken.</returns>
    public bool Reload()
    {
        lock (_one)
        {
            status.LastSucceeded = TryReload(ConfigurationLoader.Find(file));
            return status.LastSucceeded;
        }
    }

    private bool TryReload(string? path)
    {
        try
        {
            byte[] text = path is null ? "{}"u8.ToArray() : ConfigurationLoader.ReadFile(path);
            IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(text, path);
            if (problems.Count > 0)
                return Refuse(problems.Select(problem => problem.At(path ?? "")));
            Apply(ConfigurationLoader.Check(text, path).Values);
            LogReloaded(path ?? "no file");
            return true;
        }
        catch (ConfigurationException exception)
        {
            return Refuse([exception.Message]);
        }
        catch (Exception exception)
        {
            // The service outlives whatever a new file does to it.
            LogFailed(exception);
            return false;
        }
    }

    private void Apply(IReadOnlyDictionary<string, string?> values)
    {
        LoadedConfiguration loaded = (configuration as IConfigurationRoot)?.Providers.OfType<LoadedConfiguration>().FirstOrDefault()
            ?? throw new InvalidOperationException("the configuration was not loaded from a file");
        string[] before = [.. ReadAtStart.Select(key => configuration[key] ?? "")];
        loaded.Replace(values);
        foreach ((string key, string old) in ReadAtStart.Zip(before))
        {
            if ((configuration[key] ?? "") != old)
                LogNeedsRestart(key);
        }
    }

    private bool Refuse(IEnumerable<string> problems)
    {
        foreach (string problem in problems)
            LogProblem(problem);
        LogRefused();
        return false;
    }
}
