using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>All that the sampler knows at one moment; a scrape reads only this.</summary>
public sealed record NodeSnapshot
{
    /// <summary>The node; null until it answered once, and stale when it has not for long.</summary>
    public NodeSample? Node { get; init; }

    /// <summary>When the last tick ended.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Active guests.</summary>
    public IReadOnlyList<GuestSample> Guests { get; init; } = [];

    /// <summary>The latest dirty-rate and working set measurement of each guest, by UUID.</summary>
    public IReadOnlyDictionary<Guid, GuestObservation> Observations { get; init; } = new Dictionary<Guid, GuestObservation>();

    /// <summary>Ticks since the start, answered or not.</summary>
    public long Ticks { get; init; }

    /// <summary>Whether libvirt answered for the guests at the last tick; what it told of the node itself says its own age.</summary>
    public bool CollectorUp { get; init; }

    /// <summary>How long the last tick took.</summary>
    public TimeSpan CollectorDuration { get; init; }
}
