using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Which guests a node has and what is known of each, from one tick to the next.</summary>
internal static class GuestRoster
{
    /// <summary>The roster after a tick that got an answer: guests that left are gone, silent ones keep their last sample.</summary>
    /// <remarks>
    /// When another call holds a guest's job lock, libvirt gives only what it knows without asking QEMU: no resident
    /// memory, for one. Such a reduced reading does not renew a sample, since the guest's monitor may hang; nor do readings
    /// that ask for no more than that, until the guest has answered again.
    /// </remarks>
    public static IReadOnlyDictionary<Guid, GuestEntry> Update(IReadOnlyDictionary<Guid, GuestEntry> before, GuestReadings readings)
    {
        Dictionary<Guid, GuestEntry> after = [];
        foreach (DomainStatistics statistics in readings.Statistics)
            after[statistics.Uuid] = Next(before.GetValueOrDefault(statistics.Uuid), statistics, readings);
        foreach (DomainIdentity silent in readings.Silent)
            after.TryAdd(silent.Uuid, before.GetValueOrDefault(silent.Uuid) ?? NeverRead(silent));
        return after;
    }

    /// <summary>The samples by name; marked as stale are those older than the limit, or from the time before the clock was set back.</summary>
    public static IReadOnlyList<GuestSample> Samples(IReadOnlyDictionary<Guid, GuestEntry> roster, DateTimeOffset now, TimeSpan staleAfter) =>
        [.. roster.Values
            .Select(entry => Marked(entry.Sample, SampleAge.IsStale(entry.Sample.At, now, staleAfter)))
            .OrderBy(sample => sample.Domain.Name, StringComparer.Ordinal)];

    private static GuestSample Marked(GuestSample sample, bool isStale) => sample.IsStale == isStale ? sample : sample with { IsStale = isStale };

    private static GuestEntry Next(GuestEntry? known, DomainStatistics statistics, GuestReadings readings)
    {
        bool isAsBefore = known is not null && known.Sample.State == statistics.State?.State;
        if (readings.IsReduced(statistics) && isAsBefore)
            return known! with { IsDoubtful = true };
        if (!readings.IsDetailed)
        {
            return known is null ? new(GuestSampleCalculator.Refresh(statistics, readings.At, null), null)
                : known.IsDoubtful && isAsBefore ? known
                : known with { Sample = GuestSampleCalculator.Refresh(statistics, readings.At, known.Sample) };
        }

        // The raw fields are many, and nobody asks the roster for them.
        return new(GuestSampleCalculator.Calculate(statistics, readings.At, known), statistics with { Fields = TypedParameters.Empty });
    }

    private static GuestEntry NeverRead(DomainIdentity domain) => new(new() { Domain = domain, At = DateTimeOffset.UnixEpoch, IsStale = true }, null);
}
