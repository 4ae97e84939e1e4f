using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>What the sources of signals get to see at one tick.</summary>
/// <param name="Snapshot">What the sampler knows.</param>
/// <param name="Now">The time.</param>
/// <param name="StaleAfter">Age from which a reading of the sampler decides nothing.</param>
/// <param name="IsLocal">Whether this machine is the node, so that its files speak of the node.</param>
internal sealed record SignalTick(NodeSnapshot Snapshot, DateTimeOffset Now, TimeSpan StaleAfter, bool IsLocal)
{
    /// <summary>Age from which what the sampler reads less often (<see cref="MonitoringOptions.DetailPeriod"/>) decides nothing.</summary>
    public TimeSpan DetailStaleAfter { get; init; } = StaleAfter;

    /// <summary>A reading of the node that was taken now.</summary>
    public SignalReading Node(string signal, double value) => new(signal, null, value, Now, Now + StaleAfter);

    /// <summary>A reading of a guest's memory or virtual processors.</summary>
    public SignalReading Detail(string signal, GuestSample guest, double value)
    {
        DateTimeOffset at = guest.DetailedAt ?? guest.At;
        return new(signal, guest.Domain, value, at, at + DetailStaleAfter);
    }

    /// <summary>A reading that was taken at some time before.</summary>
    public SignalReading Reading(string signal, DomainIdentity? guest, double value, DateTimeOffset at) => new(signal, guest, value, at, at + StaleAfter);
}
