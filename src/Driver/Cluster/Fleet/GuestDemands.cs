using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>What each guest of a node asked for at its last samples.</summary>
internal sealed class GuestDemands
{
    // As many as forecasts look at.
    private const int Most = 36;

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

    /// <summary>What a guest used, and what its virtual processors wanted to use and waited for; null without a rate.</summary>
    internal static double? Demand(GuestSample sample) => sample.CpuUsage is { } used
        ? Math.Round(used + ((sample.StealRatio ?? 0) * (sample.VirtualCpus ?? 1)), Decimals)
        : null;
}
