using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>All readings of one tick.</summary>
public sealed record SignalSample
{
    /// <summary>When it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The node's host name; null until libvirt told it.</summary>
    public string? Node { get; init; }

    /// <summary>Guests of the node.</summary>
    public IReadOnlyList<DomainIdentity> Guests { get; init; } = [];

    /// <summary>Until when <see cref="Guests"/> holds; null when libvirt does not tell which guests there are.</summary>
    public DateTimeOffset? GuestsKnownUntil { get; init; }

    /// <summary>The readings.</summary>
    public IReadOnlyList<SignalReading> Readings { get; init; } = [];
}
