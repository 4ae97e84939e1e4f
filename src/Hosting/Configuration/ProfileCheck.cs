namespace ShadowMig.Hosting.Configuration;

/// <summary>Checks the profiles of a configuration as wholes; each value alone was checked by the schema.</summary>
internal static class ProfileCheck
{
    /// <summary>What is wrong, with the line of the value to look at.</summary>
    public static IEnumerable<ConfigurationProblem> Run(IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationEntry> entries)
    {
        SortedSet<string> names = new(entries.Select(e => Key(e)?.Profile).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        foreach (ConfigurationEntry entry in entries)
        {
            if (Key(entry) is { } key && Error(key, entry.Value, names, values) is { } error)
                yield return new(entry.Line, $"{entry.Path}: {error}");
        }
    }

    private static string? Error((string Profile, string Key) key, string value, SortedSet<string> names, IReadOnlyDictionary<string, string?> values)
    {
        bool inherits = key.Key.Equals("Inherits", StringComparison.OrdinalIgnoreCase);
        if (inherits && !names.Contains(value) && !IsDefault(value))
            return $"there is no profile '{value}'; known: {string.Join(", ", names)}";
        if (inherits && Circle(key.Profile, values) is { } circle)
            return $"the profile inherits from itself: {circle}";
        return key.Key.StartsWith("Match:", StringComparison.OrdinalIgnoreCase) && IsDefault(key.Profile)
            ? "the default profile is for every guest that no other is for; match in a profile of another name"
            : null;
    }

    // A profile that only leads into a circle is not the one to correct.
    private static string? Circle(string name, IReadOnlyDictionary<string, string?> values)
    {
        List<string> way = [name];
        while (values.GetValueOrDefault($"Profiles:{way[^1]}:Inherits") is { } parent)
        {
            bool closed = parent.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (!closed && way.Contains(parent, StringComparer.OrdinalIgnoreCase))
                return null;
            way.Add(parent);
            if (closed)
                return string.Join(" → ", way);
        }

        return null;
    }

    private static (string Profile, string Key)? Key(ConfigurationEntry entry) =>
        entry.Path.Split(':', 3) is [var section, var profile, var key] && section.Equals("Profiles", StringComparison.OrdinalIgnoreCase)
            ? (profile, key)
            : null;

    private static bool IsDefault(string name) => name.Equals(ProfileCatalog.DefaultName, StringComparison.OrdinalIgnoreCase);
}
