using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>What libvirt tells of each guest, and what each guest's balloon reports.</summary>
internal sealed class GuestSignals : ISignalSource
{
    private readonly Dictionary<Guid, BalloonReports> _balloons = [];

    /// <inheritdoc/>
    public bool Provides(string signal) => SignalNames.Find(signal) is { Scope: SignalScope.Guest };

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        HashSet<Guid> present = [.. tick.Snapshot.Guests.Select(guest => guest.Domain.Uuid)];
        foreach (Guid left in _balloons.Keys.Where(uuid => !present.Contains(uuid)).ToArray())
            _balloons.Remove(left);
        return tick.Snapshot.Guests.SelectMany(guest => Read(tick, guest));
    }

    private IEnumerable<SignalReading> Read(SignalTick tick, GuestSample guest)
    {
        DomainIdentity domain = guest.Domain;
        if (guest.CpuUsage / guest.VirtualCpus is { } cpu)
            yield return tick.Reading(SignalNames.GuestCpuUtilization, domain, cpu, guest.At);
        if (guest.StealRatio is { } steal)
            yield return tick.Reading(SignalNames.GuestSteal, domain, steal, guest.At);
        if (guest.WaitRatio is { } wait)
            yield return tick.Reading(SignalNames.GuestWait, domain, wait, guest.At);
        if (guest is { MemoryTotal: { Value: > 0 } total, MemoryActual: { } actual })
            yield return tick.Reading(SignalNames.GuestBalloon, domain, Math.Clamp(1 - (actual.Value / (double)total.Value), 0, 1), guest.At);
        if (!_balloons.TryGetValue(domain.Uuid, out BalloonReports? balloon))
            _balloons[domain.Uuid] = balloon = new();
        foreach (SignalReading reading in balloon.Read(guest, tick.StaleAfter))
            yield return reading;
    }
}
