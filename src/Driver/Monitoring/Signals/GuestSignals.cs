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
            yield return tick.Detail(SignalNames.GuestSteal, guest, steal);
        if (guest.WaitRatio is { } wait)
            yield return tick.Detail(SignalNames.GuestWait, guest, wait);
        if (guest is { MemoryTotal: { Value: > 0 } total, MemoryActual: { } actual })
            yield return tick.Detail(SignalNames.GuestBalloon, guest, Math.Clamp(1 - (actual.Value / (double)total.Value), 0, 1));
        if (!_balloons.TryGetValue(domain.Uuid, out BalloonReports? balloon))
            _balloons[domain.Uuid] = balloon = new();
        foreach (SignalReading reading in balloon.Read(guest, tick.DetailStaleAfter))
            yield return reading;
    }
}
