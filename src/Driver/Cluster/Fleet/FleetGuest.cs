using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>One guest of a node of the inventory.</summary>
public sealed record FleetGuest
{
    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>When its readings were taken; older than the node's when libvirt left it out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its state; null when unknown.</summary>
    public DomainState? State { get; init; }

    /// <summary>Virtual processors; null when unknown.</summary>
    public int? VirtualCpus { get; init; }

    /// <summary>
    /// Processors that it asked for at its last samples, oldest first: what it used, and what its virtual processors waited for.
    /// Empty until there were two samples to compare.
    /// </summary>
    public IReadOnlyList<double> Demands { get; init; } = [];

    /// <summary>Its description, at most a minute or two old; null when it could not be read.</summary>
    public DomainDescription? Description { get; init; }

    /// <summary>Its latest dirty-rate and working set measurement; null where this service does not observe the node by the inventory.</summary>
    public GuestObservation? Observation { get; init; }
}
