using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The profiles of the configuration: named limits. One that inherits takes from its parent what it does not say itself.</summary>
internal sealed class ProfileCatalog(IConfiguration configuration)
{
    /// <summary>The profile that holds when no other does, whether the configuration has it or not.</summary>
    public const string DefaultName = "default";

    private readonly IConfigurationSection _profiles = configuration.GetSection("Profiles");

    /// <summary>The names, for messages.</summary>
    public IReadOnlyList<string> Names => [.. _profiles.GetChildren().Select(p => p.Key)];

    /// <summary>Whether a profile can be named: the configuration has it, or it is the default one.</summary>
    public bool Has(string name) => _profiles.GetSection(name).Exists() || name.Equals(DefaultName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The profile for a guest: the one that was named, else the one that its metadata names, else the first that matches it, else the default one.</summary>
    /// <remarks>First by name, so that the order of lines in the file, which no reader promises to keep, decides nothing.</remarks>
    /// <param name="named">The profile that a person named; null for none.</param>
    /// <param name="guest">Name of the guest.</param>
    /// <param name="policy">What its metadata says.</param>
    /// <returns>The profile; it may be one that does not exist.</returns>
    public ChosenProfile Choose(string? named, string guest, GuestPolicy policy)
    {
        if (named is not null)
            return new(named, "named by --profile");
        if (policy.Profile is { } wanted)
            return new(wanted, "named by the guest's metadata");
        ChosenProfile[] matching =
        [
            .. _profiles.GetChildren().OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
                .Select(p => (p.Key, Why: ProfileMatch.Read(p)?.Reason(guest, policy)))
                .Where(p => p.Why is not null)
                .Select(p => new ChosenProfile(p.Key, $"matches by {p.Why}")),
        ];
        return matching switch
        {
            [] => new(DefaultName, "no other is for this guest"),
            [var only] => only,
            [var first, .. var others] => first with { Why = $"{first.Why}; the first by name, before {string.Join(", ", others.Select(o => o.Name))}" },
        };
    }

    /// <summary>The limits of a profile by name.</summary>
    /// <exception cref="FormatException">There is no such profile.</exception>
    public MigrationLimits Get(string name)
    {
        IConfigurationSection section = _profiles.GetSection(name);
        if (!section.Exists())
        {
            return name.Equals(DefaultName, StringComparison.OrdinalIgnoreCase) ? MigrationLimits.Default : throw new FormatException(Names.Count == 0
                ? $"there is no profile '{name}': the configuration has no profiles"
                : $"there is no profile '{name}'; known: {string.Join(", ", Names)}");
        }

        MigrationLimits parent = section["Inherits"] is { } inherited ? Get(inherited) : MigrationLimits.Default;
        return parent with
        {
            MaxDowntime = Time(section["MaxDowntime"]) ?? parent.MaxDowntime,
            MaxTotalTime = Time(section["MaxTotalTime"]) ?? parent.MaxTotalTime,
            Bandwidth = Number(section["Bandwidth"]) is { } rate ? new BytesPerSecond(rate) : parent.Bandwidth,
            MaxSlowdown = Number(section["MaxSlowdown"]) ?? parent.MaxSlowdown,
            AllowPostCopy = Flag(section["AllowPostCopy"]) ?? parent.AllowPostCopy,
            Tls = Flag(section["Tls"]) ?? parent.Tls,
        };
    }

    private static TimeSpan? Time(string? text) => text is null ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static bool? Flag(string? text) => text is null ? null : bool.Parse(text);
}
