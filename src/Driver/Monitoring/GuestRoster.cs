using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Which guests a node has and what is known of each, from one tick to the next.</summary>
internal static class GuestRoster
{
    /// <summary>The roster after a tick that got an answer: guests that left are gone, silent ones keep their last sample.</summary>
    /// <remarks>
    /// When another call holds a guest's job lock, libvirt gives only what it knows without asking QEMU: no resident
    /// memory, for one. Such a reduced reading does not renew a sample, since the guest's monitor may hang.
    /// </remarks>
    public static IReadOnlyDictionary<Guid, GuestEntry> Update(IReadOnlyDictionary<Guid, GuestEntry> before, GuestReadings readings)
    {
        Dictionary<Guid, GuestEntry> after = [];
        foreach (DomainStatistics statistics in readings.Statistics)
        {
            GuestEntry? known = before.GetValueOrDefault(statistics.Uuid);
            bool isReduced = readings.TellsResidentMemory && statistics.Memory?.ResidentBytes is null;
            after[statistics.Uuid] = isReduced && known is not null && known.Sample.State == statistics.State?.State
                ? known
                : new(GuestSampleCalculator.Calculate(statistics, readings.At, known), statistics);
        }

        foreach (DomainIdentity silent in readings.Silent)
            after.TryAdd(silent.Uuid, before.GetValueOrDefault(silent.Uuid) ?? NeverRead(silent));
        return after;
    }

    /// <summary>The samples by name, those older than the limit marked as stale.</summary>
    public static IReadOnlyList<GuestSample> Samples(IReadOnlyDictionary<Guid, GuestEntry> roster, DateTimeOffset now, TimeSpan staleAfter) =>
        [.. roster.Values
            .Select(entry => entry.Sample with { IsStale = now - entry.Sample.At > staleAfter })
            .OrderBy(sample => sample.Domain.Name, StringComparer.Ordinal)];

    private static GuestEntry NeverRead(DomainIdentity domain) => new(new() { Domain = domain, At = DateTimeOffset.UnixEpoch, IsStale = true }, null);
}
