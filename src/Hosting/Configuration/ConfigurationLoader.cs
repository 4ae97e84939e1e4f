namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads and checks the configuration file.</summary>
internal static class ConfigurationLoader
{
    /// <summary>The file that is read when none is named and it exists.</summary>
    public const string DefaultFile = "/etc/shadowmig/shadowmig.json";

    /// <summary>Checks a file; finds all problems at once.</summary>
    public static (IReadOnlyDictionary<string, string?> Values, IReadOnlyList<ConfigurationProblem> Problems) Check(ReadOnlySpan<byte> json)
    {
        (IReadOnlyList<ConfigurationEntry> entries, IReadOnlyList<ConfigurationProblem> broken) = JsonConfigurationReader.Read(json);
        List<ConfigurationProblem> problems = [.. broken];
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (ConfigurationEntry entry in entries.Where(e => e.Path.Length > 0))
        {
            if (ConfigurationSchema.Find(entry.Path) is not { } setting)
            {
                problems.Add(new(entry.Line, $"unknown key '{entry.Path}'; {ConfigurationSchema.Neighbours(entry.Path)}"));
                continue;
            }

            try
            {
                values[entry.Path] = setting.Normalize(entry);
            }
            catch (FormatException e)
            {
                problems.Add(new(entry.Line, $"{entry.Path}: {e.Message}"));
            }
        }

        problems.AddRange(ProfileCheck.Run(values, entries));
        problems.AddRange(RuleCheck.Run(values, entries));
        return (values, [.. problems.OrderBy(p => p.Line)]);
    }

    /// <summary>The configuration of a named file, of the default file if it exists, or none.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or is wrong.</exception>
    public static IConfigurationRoot Load(string? file)
    {
        IReadOnlyDictionary<string, string?> values = new Dictionary<string, string?>();
        if (Find(file) is { } path)
        {
            (values, IReadOnlyList<ConfigurationProblem> problems) = Check(ReadFile(path));
            if (problems.Count > 0)
                throw new ConfigurationException(path, problems);
        }

        return new ConfigurationBuilder().Add(new LoadedConfiguration(values)).Build();
    }

    /// <summary>The file to read: the named one, or the default one if it exists, or none.</summary>
    public static string? Find(string? file) => file ?? (File.Exists(DefaultFile) ? DefaultFile : null);

    /// <summary>The bytes of a configuration file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException(path, [new(null, "there is no such file")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(path, [new(null, $"cannot be read: {e.Message}")]);
        }
    }
}
