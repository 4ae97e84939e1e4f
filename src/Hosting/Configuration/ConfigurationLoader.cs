using System.Text.Json;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Reads and checks the configuration file.</summary>
internal static class ConfigurationLoader
{
    /// <summary>The files that are looked for when none is named; the first that exists is read.</summary>
    public static IReadOnlyList<string> DefaultFiles { get; } = ["/etc/shadowmig/shadowmig.yaml", "/etc/shadowmig/shadowmig.json"];

    /// <summary>Checks a file; finds all problems at once.</summary>
    /// <param name="text">What is in it.</param>
    /// <param name="file">Its name, which says whether it is YAML; JSON without one.</param>
    public static (IReadOnlyDictionary<string, string?> Values, IReadOnlyList<ConfigurationProblem> Problems) Check(ReadOnlySpan<byte> text, string? file = null)
    {
        (IReadOnlyList<ConfigurationEntry> entries, IReadOnlyList<ConfigurationProblem> broken) = Read(text, file);
        List<ConfigurationProblem> problems = [.. broken];
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (ConfigurationEntry entry in entries.Where(e => e.Path.Length > 0 && !IsEmptySection(e)))
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
        problems.AddRange(NodeCheck.Run(entries));
        return (values, [.. problems.OrderBy(p => p.Line)]);
    }

    /// <summary>The configuration of a named file, of the default file if it exists, or none.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or is wrong.</exception>
    public static IConfigurationRoot Load(string? file)
    {
        IReadOnlyDictionary<string, string?> values = new Dictionary<string, string?>();
        if (Find(file) is { } path)
        {
            (values, IReadOnlyList<ConfigurationProblem> problems) = Check(ReadFile(path), path);
            if (problems.Count > 0)
                throw new ConfigurationException(path, problems);
        }

        return new ConfigurationBuilder().Add(new LoadedConfiguration(values)).Build();
    }

    /// <summary>The file to read: the named one, or the first of the default ones that exists, or none.</summary>
    public static string? Find(string? file) => file ?? DefaultFiles.FirstOrDefault(File.Exists);

    /// <summary>All values of a file, and what is wrong with its form.</summary>
    /// <param name="text">What is in it.</param>
    /// <param name="file">Its name, which says whether it is YAML; JSON without one.</param>
    public static (IReadOnlyList<ConfigurationEntry> Entries, IReadOnlyList<ConfigurationProblem> Problems) Read(ReadOnlySpan<byte> text, string? file) =>
        Path.GetExtension(file)?.ToUpperInvariant() is ".YAML" or ".YML" ? YamlConfigurationReader.Read(text) : JsonConfigurationReader.Read(text);

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

    // All lines of a section may be comments.
    private static bool IsEmptySection(ConfigurationEntry entry) =>
        entry.Token == JsonTokenType.Null && ConfigurationSchema.Settings.Any(s => s.IsBelow(entry.Path));
}
