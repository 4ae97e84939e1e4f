using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>What each guest of a node asked for at its last samples.</summary>
internal sealed class GuestDemands
{
    // In a weighted mean older ones count for nothing, and a record of a decision holds them for every guest.
    private const int Most = 12;

    // Finer than anything that is decided by it, and short in a record.
    private const int Decimals = 4;

    private Dictionary<Guid, (DateTimeOffset At, IReadOnlyList<double> Values)> _all = [];

    /// <summary>Processors that a guest asked for, oldest first.</summary>
    public IReadOnlyList<double> Of(Guid guest) => _all.GetValueOrDefault(guest).Values ?? [];

    /// <summary>Takes over the samples of a tick; guests that left are forgotten.</summary>
    public void Add(IEnumerable<GuestSample> samples)
    {
        Dictionary<Guid, (DateTimeOffset, IReadOnlyList<double>)> next = [];
        foreach (GuestSample sample in samples)
        {
            (DateTimeOffset at, IReadOnlyList<double> values) = _all.GetValueOrDefault(sample.Domain.Uuid, (sample.At, []));
            next[sample.Domain.Uuid] = Demand(sample) is { } demand && (sample.At != at || values.Count == 0)
                ? (sample.At, [.. values.TakeLast(Most - 1), demand])
                : (at, values);
        }

        _all = next;
    }

    /// <summary>
    /// What a guest used, and what its virtual processors wanted to use and waited for; null without a rate. It is never more
    /// than it has processors: what its QEMU does beside, such as sending its memory, is not the guest's wish.
    /// </summary>
    internal static double? Demand(GuestSample sample) => sample.CpuUsage is { } used
        ? Math.Round(Math.Min(used + ((sample.StealRatio ?? 0) * (sample.VirtualCpus ?? 1)), sample.VirtualCpus ?? double.MaxValue), Decimals)
        : null;
}
