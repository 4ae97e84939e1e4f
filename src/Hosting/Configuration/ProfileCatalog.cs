using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The profiles of the configuration. One that inherits takes from its parent what it does not say itself.</summary>
internal sealed class ProfileCatalog(IConfiguration configuration)
{
    /// <summary>The profile that holds when none is named, if the configuration has it.</summary>
    public const string DefaultName = "default";

    private readonly IConfigurationSection _profiles = configuration.GetSection("Profiles");

    /// <summary>The names, for messages.</summary>
    public IReadOnlyList<string> Names => [.. _profiles.GetChildren().Select(p => p.Key)];

    /// <summary>A profile by name; the default one without.</summary>
    /// <exception cref="FormatException">There is no such profile.</exception>
    public Profile Get(string? name)
    {
        IConfigurationSection section = _profiles.GetSection(name ?? DefaultName);
        if (!section.Exists())
        {
            return name is null or DefaultName ? Profile.Default : throw new FormatException(Names.Count == 0
                ? $"there is no profile '{name}': the configuration has no profiles"
                : $"there is no profile '{name}'; known: {string.Join(", ", Names)}");
        }

        Profile parent = section["Inherits"] is { } inherited ? Get(inherited) : Profile.Default;
        MigrationLimits limits = parent.Limits;
        return new(
            limits with
            {
                MaxDowntime = Time(section["MaxDowntime"]) ?? limits.MaxDowntime,
                MaxTotalTime = Time(section["MaxTotalTime"]) ?? limits.MaxTotalTime,
                Bandwidth = Number(section["Bandwidth"]) is { } rate ? new BytesPerSecond(rate) : limits.Bandwidth,
                MaxSlowdown = Number(section["MaxSlowdown"]) ?? limits.MaxSlowdown,
                AllowPostCopy = Flag(section["AllowPostCopy"]) ?? limits.AllowPostCopy,
            },
            Flag(section["Tls"]) ?? parent.Tls);
    }

    /// <summary>What is wrong with the inheritance of profiles.</summary>
    public static IEnumerable<ConfigurationProblem> Check(IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationEntry> entries)
    {
        HashSet<string> names = new(values.Keys.Select(k => k.Split(':')).Where(k => k is ["Profiles", _, _]).Select(k => k[1]), StringComparer.OrdinalIgnoreCase);
        foreach (ConfigurationEntry entry in entries.Where(e => e.Path.Split(':') is ["Profiles", _, "Inherits"]))
        {
            string name = entry.Path.Split(':')[1];
            if (!names.Contains(entry.Value) && entry.Value != DefaultName)
                yield return new(entry.Line, $"{entry.Path}: there is no profile '{entry.Value}'; known: {string.Join(", ", names)}");
            else if (InheritsItself(name, values))
                yield return new(entry.Line, $"{entry.Path}: the profile inherits from itself");
        }
    }

    private static bool InheritsItself(string name, IReadOnlyDictionary<string, string?> values)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (string? at = name; at is not null; at = values.GetValueOrDefault($"Profiles:{at}:Inherits"))
        {
            if (!seen.Add(at))
                return true;
        }

        return false;
    }

    private static TimeSpan? Time(string? text) => text is null ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static bool? Flag(string? text) => text is null ? null : bool.Parse(text);
}
