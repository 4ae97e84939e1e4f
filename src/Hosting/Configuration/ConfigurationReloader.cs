namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads the configuration again while the service runs: a good file takes effect as a whole, a bad one changes nothing.</summary>
internal sealed partial class ConfigurationReloader(string? file, IConfiguration configuration, ReloadStatus status, ILogger<ConfigurationReloader> logger)
{
    /// <summary>What the service reads once, at its start: sections and keys.</summary>
    private static readonly string[] ReadAtStart = ["Http", "Api", "Nodes", "Coordination", "Migration:JournalPath", "Autopilot:Enabled"];

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
        Dictionary<string, string?> before = AtStart();
        loaded.Replace(values);
        Dictionary<string, string?> after = AtStart();
        foreach (string key in before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase))
        {
            if (before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                LogNeedsRestart(key);
        }
    }

    private Dictionary<string, string?> AtStart() => ReadAtStart
        .SelectMany(path => configuration.GetSection(path).AsEnumerable())
        .Where(setting => setting.Value is not null)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private bool Refuse(IEnumerable<string> problems)
    {
        foreach (string problem in problems)
            LogProblem(problem);
        LogRefused();
        return false;
    }
}
