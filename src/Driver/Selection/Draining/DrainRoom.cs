using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>Room on nodes while guests are placed on them.</summary>
/// <remarks>
/// Each guest's observation saw the nodes at another moment. Of memory the tightest reading counts, of processor time the mean:
/// the one does not come back by itself, the other goes up and down.
/// </remarks>
internal sealed class DrainRoom
{
    private readonly Dictionary<string, DestinationCandidate> _seen;
    private readonly Dictionary<string, (ByteCount Memory, double Processors)> _taken = [];

    /// <summary>The nodes as the guests' candidates show them.</summary>
    public DrainRoom(IEnumerable<DrainGuest> guests) =>
        _seen = guests.SelectMany(g => g.Candidates).GroupBy(c => c.Node.Uri).ToDictionary(c => c.Key, Tightest);

    /// <summary>A candidate with what is left on its node.</summary>
    public DestinationCandidate Left(DestinationCandidate candidate)
    {
        DestinationCandidate seen = _seen[candidate.Node.Uri];
        (ByteCount memory, double processors) = _taken.GetValueOrDefault(candidate.Node.Uri);
        return candidate with
        {
            MemoryTotal = seen.MemoryTotal,
            MemoryAvailable = seen.MemoryAvailable,
            Reserved = seen.Reserved + memory,
            Processors = seen.Processors,
            CpuUtilization = seen is { CpuUtilization: { } used, Processors: > 0 and var count } ? used + (processors / count) : seen.CpuUtilization,
        };
    }

    /// <summary>Counts a guest on a node.</summary>
    public void Take(DestinationCandidate candidate, GuestDemand demand)
    {
        (ByteCount memory, double processors) = _taken.GetValueOrDefault(candidate.Node.Uri);
        _taken[candidate.Node.Uri] = (memory + demand.Memory, processors + (demand.Processors ?? 0));
    }

    private static DestinationCandidate Tightest(IEnumerable<DestinationCandidate> readings)
    {
        DestinationCandidate[] all = [.. readings];
        return all[0] with
        {
            MemoryTotal = all.Min(c => c.MemoryTotal),
            MemoryAvailable = all.Min(c => c.MemoryAvailable),
            Reserved = all.Max(c => c.Reserved),
            Processors = all.Min(c => c.Processors),
            CpuUtilization = all.Average(c => c.CpuUtilization),
        };
    }
}
