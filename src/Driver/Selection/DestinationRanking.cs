using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>
/// Chooses the node that a guest goes to: of those that can take it, where most guests are that it wants to be with, then where most
/// of the scarcest resource stays free, unless the way there is much longer. Every node's fate is told. Pure: the same candidates give the same choice.
/// </summary>
public static class DestinationRanking
{
    // Room on a node is worth a longer way, up to so many times the shortest.
    private const double MuchLonger = 2;

    /// <summary>Ranks the nodes, best first, the refused ones last.</summary>
    /// <param name="candidates">The nodes.</param>
    /// <param name="guest">What the guest takes of them.</param>
    /// <param name="options">What must stay free.</param>
    public static IReadOnlyList<DestinationFate> Rank(IEnumerable<DestinationCandidate> candidates, GuestDemand guest, SelectionOptions options)
    {
        DestinationFate[] fates = [.. candidates.Select(c => Judge(c, guest, options.LeastHeadroom))];
        DestinationFate[] able = [.. fates.Where(f => f.Outcome != DestinationOutcome.Refused)];
        double shortest = able.Length > 0 ? able.Min(Seconds) : 0;
        DestinationFate[] ranked =
        [
            .. able.OrderBy(f => Seconds(f) > MuchLonger * shortest)
                .ThenByDescending(f => f.Candidate.Companions.Count)
                .ThenByDescending(f => f.Headroom ?? 0)
                .ThenBy(Seconds)
                .ThenBy(f => f.Candidate.Node.Name, StringComparer.Ordinal),
        ];
        if (ranked is not [var best, .. var others])
            return [.. fates.OrderBy(f => f.Candidate.Node.Name, StringComparer.Ordinal)];
        return
        [
            best with { Outcome = DestinationOutcome.Chosen },
            .. others.Select(f => f with { Reasons = [Lost(best, f, shortest)] }),
            .. fates.Where(f => f.Outcome == DestinationOutcome.Refused).OrderBy(f => f.Candidate.Node.Name, StringComparer.Ordinal),
        ];
    }

    private static DestinationFate Judge(DestinationCandidate candidate, GuestDemand guest, double leastHeadroom)
    {
        if (candidate.Refusals.Count > 0)
            return new(candidate, DestinationOutcome.Refused, null, candidate.Refusals);
        if (candidate.MemoryAvailable is { } available && available < candidate.Reserved + guest.Memory)
        {
            return new(candidate, DestinationOutcome.Refused, null, [new(ReasonCodes.DestinationMemory,
                $"{candidate.Node.Name} has {available} to give, {candidate.Reserved} of it promised to other migrations, and the guest needs {guest.Memory}")]);
        }

        double? headroom = Headroom(candidate, guest);
        if (headroom < leastHeadroom)
        {
            return new(candidate, DestinationOutcome.Refused, headroom, [new(ReasonCodes.DestinationOverloaded,
                Invariant($"{candidate.Node.Name} would have {headroom.Value * 100:0} % of {Scarcest(candidate, guest)} left with the guest, and {leastHeadroom * 100:0} % must stay free"))]);
        }

        return candidate.Plan is { Go: true }
            ? new(candidate, DestinationOutcome.Possible, headroom, [])
            : new(candidate, DestinationOutcome.Refused, headroom, candidate.Plan?.Reasons ?? [new(ReasonCodes.DestinationUnreachable, "no plan was made")]);
    }

    private static double? Headroom(DestinationCandidate candidate, GuestDemand guest)
    {
        (double? memory, double? processors) = (MemoryLeft(candidate, guest), ProcessorsLeft(candidate, guest));
        return (memory < processors ? memory : processors ?? memory) is { } left ? Math.Max(0, left) : null;
    }

    private static string Scarcest(DestinationCandidate candidate, GuestDemand guest) =>
        ProcessorsLeft(candidate, guest) is { } processors && !(MemoryLeft(candidate, guest) < processors) ? "its processors" : "its memory";

    private static double? MemoryLeft(DestinationCandidate candidate, GuestDemand guest) =>
        candidate is { MemoryAvailable: { } available, MemoryTotal: { Value: > 0 } total }
            ? (available.Value - candidate.Reserved.Value - guest.Memory.Value) / (double)total.Value
            : null;

    private static double? ProcessorsLeft(DestinationCandidate candidate, GuestDemand guest) => candidate.CpuUtilization is { } used
        ? 1 - used - (candidate.Processors is > 0 and var count ? (guest.Processors ?? 0) / count : 0)
        : null;

    private static double Seconds(DestinationFate fate) => fate.Candidate.Plan?.Chosen?.Prediction?.TotalSeconds.P50 ?? double.PositiveInfinity;

    private static Reason Lost(DestinationFate best, DestinationFate other, double shortest) => new(
        ReasonCodes.BetterAlternative,
        Seconds(other) > MuchLonger * shortest
            ? Invariant($"the way to {best.Candidate.Node.Name} takes {Seconds(best):0.#} s, the way here {Seconds(other):0.#} s")
            : best.Candidate.Companions.Count > other.Candidate.Companions.Count
            ? $"{best.Candidate.Node.Name} runs {string.Join(", ", best.Candidate.Companions)}, with which the guest is to be kept together"
            : Invariant($"{best.Candidate.Node.Name} keeps {(best.Headroom ?? 0) * 100:0} % of its scarcest resource free, this one {(other.Headroom ?? 0) * 100:0} %"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
