using System.IO.Enumeration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Which guests a profile is for.</summary>
/// <param name="Names">Patterns of guest names with * and ?; one of them must fit. Empty: any name.</param>
/// <param name="Labels">Labels of the guest's metadata; all of them must be there. Empty: any labels.</param>
internal sealed record ProfileMatch(IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Reads the section Match of a profile; null when it has none.</summary>
    public static ProfileMatch? Read(IConfigurationSection profile)
    {
        IConfigurationSection match = profile.GetSection("Match");
        return match.Exists()
            ? new(
                [.. match.GetSection("Names").GetChildren().Select(n => n.Value).OfType<string>()],
                match.GetSection("Labels").GetChildren().Where(l => l.Value is not null).ToDictionary(l => l.Key, l => l.Value!, StringComparer.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>Why the profile is for a guest, for people; null when it is not.</summary>
    public string? Reason(string guest, GuestPolicy policy)
    {
        string? name = Names.FirstOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern, guest, ignoreCase: false));
        if ((Names.Count > 0 && name is null) || !Labels.All(l => policy.Labels.TryGetValue(l.Key, out string? value) && value == l.Value))
            return null;
        IEnumerable<string> labels = Labels.Select(l => $"label {l.Key}={l.Value}");
        return string.Join(" and ", name is null ? labels : [$"name {name}", .. labels]);
    }
}
