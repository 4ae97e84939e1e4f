using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>
/// Says what moving a guest is expected to take over the best way from its node: by the planner where the service observed the
/// guest, else its memory over the link's rate. Not for use by several threads at a time.
/// </summary>
internal sealed class MoveForecaster(
    ISnapshotSource snapshots, ILinkEstimator links, IGuestHistory guests, IMigrationPlanner planner, ProfileCatalog profiles, TimeProvider time)
{
    // Links and guests' lessons come from the journal, which is not to be read at each look.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string From, string To), LinkEstimate> _links = [];
    private readonly Dictionary<Guid, (DateTimeOffset ObservedAt, MoveForecast Forecast)> _planned = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>The forecast; null when the memory of the guest is not known, or there is no other node.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public MoveForecast? Forecast(FleetGuest guest, FleetNodeSample source, IEnumerable<FleetNodeSample> nodes)
    {
        Renew();
        (FleetNodeSample Node, LinkEstimate Link)[] ways =
            [.. nodes.Where(n => n.Node != source.Node && n.Capabilities is not null).Select(n => (n, Link(source, n)))];
        if (guest.Description is not { } description || ways.Length == 0)
            return null;
        (FleetNodeSample target, LinkEstimate link) = ways.MaxBy(w => w.Link.Rate);
        return Planned(guest, source, target, link)
            ?? new(Math.Round(((description.CurrentMemory / TimeSpan.FromSeconds(1)).Value / link.Rate.Value) + link.SetupTime.TotalSeconds, 3), false);
    }

    private MoveForecast? Planned(FleetGuest guest, FleetNodeSample source, FleetNodeSample target, LinkEstimate link)
    {
        Guid uuid = guest.Domain.Uuid;
        if (source.Capabilities is null || (guest.Observation ?? snapshots.Latest.Observations.GetValueOrDefault(uuid)) is not { } observation)
            return null;
        if (_planned.TryGetValue(uuid, out var known) && known.ObservedAt == observation.At)
            return known.Forecast;
        if (Limits(guest) is not { } limits)
            return new(0, false, new(ReasonCodes.UnknownData, $"its metadata names the profile '{guest.Description?.Policy.Profile}', which the configuration does not have"));
        MigrationPlan plan = planner.Plan(new()
        {
            Observation = observation,
            Link = link,
            Correction = guests.Learn(observation),
            Limits = limits,
            Source = source.Capabilities,
            Destination = target.Capabilities!,
            DestinationUri = target.Node.Uri,
            SourceUri = source.Node.Uri,
            SourceAvailableMemory = source.MemoryAvailable,
        });
        double seconds = plan.Chosen?.Prediction?.TotalSeconds.P50 is { } middle && double.IsFinite(middle) ? Math.Round(middle, 3) : 0;
        MoveForecast forecast = new(seconds, true, plan is { Go: false, Reasons: [var refusal, ..] } ? refusal : null);
        _planned[uuid] = (observation.At, forecast);
        return forecast;
    }

    private MigrationLimits? Limits(FleetGuest guest)
    {
        string profile = profiles.Choose(null, guest.Domain.Name, guest.Description?.Policy ?? GuestPolicy.None).Name;
        return profiles.Has(profile) ? profiles.Get(profile) : null;
    }

    private LinkEstimate Link(FleetNodeSample from, FleetNodeSample to)
    {
        if (!_links.TryGetValue((from.Node.Name, to.Node.Name), out LinkEstimate? link))
        {
            link = links.Estimate(new(from.Node.Uri, to.Node.Uri, from.Capabilities?.HostUuid, to.Capabilities?.HostUuid));
            _links[(from.Node.Name, to.Node.Name)] = link;
        }

        return link;
    }

    private void Renew()
    {
        if (time.GetUtcNow() - _readAt < Lifetime)
            return;
        _readAt = time.GetUtcNow();
        _links.Clear();
        _planned.Clear();
    }
}
