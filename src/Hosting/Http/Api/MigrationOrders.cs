using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Reads what a request wants to move: names of the configuration and limits as <c>migrate</c> takes them, nothing that libvirt would read.</summary>
internal sealed class MigrationOrders(FleetNodes nodes, ProfileCatalog profiles, IOptionsMonitor<MonitoringOptions> monitoring)
{
    /// <summary>Fields of text besides the guest.</summary>
    public static IReadOnlyList<string> Optional { get; } = ["from", "to", "profile", "maxDowntime", "maxTotalTime", "bandwidth", "maxSlowdown"];

    /// <summary>Fields of true or false.</summary>
    public static IReadOnlyList<string> Flags { get; } = ["allowPostCopy"];

    /// <summary>Reads the fields of a request.</summary>
    /// <exception cref="FormatException">A limit or the profile is none.</exception>
    /// <exception cref="UsageException">The configuration has no such node.</exception>
    public MigrationOrder Read(IReadOnlyDictionary<string, string> fields)
    {
        string guest = fields["guest"];
        (string? from, string? to) = (fields.GetValueOrDefault("from"), fields.GetValueOrDefault("to"));
        if (to is null && nodes.IsEmpty)
            throw new UsageException("the configuration names no nodes to choose a destination from: add section Nodes");
        string source = from is null ? monitoring.CurrentValue.ConnectionUri : nodes.Get(from).Uri;
        string? destination = to is null ? null : nodes.Get(to).Uri;
        return new(guest, from, to, new(source, guest, destination, Limits(fields), monitoring.CurrentValue.ToObservationOptions()));
    }

    private LimitOverrides Limits(IReadOnlyDictionary<string, string> fields)
    {
        string? profile = fields.GetValueOrDefault("profile");
        if (profile is not null)
            profiles.Get(profile);
        return new()
        {
            Profile = profile,
            MaxDowntime = Parsed<TimeSpan>(fields, "maxDowntime", LimitOptions.ParseTime),
            MaxTotalTime = Parsed<TimeSpan>(fields, "maxTotalTime", LimitOptions.ParseTime),
            Bandwidth = Parsed(fields, "bandwidth", LimitOptions.ParseRate),
            MaxSlowdown = Parsed(fields, "maxSlowdown", Share.Parse),
            AllowPostCopy = fields.TryGetValue("allowPostCopy", out string? allowed) ? allowed == "true" : null,
        };
    }

    private static T? Parsed<T>(IReadOnlyDictionary<string, string> fields, string name, Func<string, T> parse)
        where T : struct
    {
        try
        {
            return fields.TryGetValue(name, out string? text) ? parse(text) : null;
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{name}': {e.Message}");
        }
    }
}
