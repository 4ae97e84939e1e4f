using System.Numerics;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// Pre-copy with a shadow of every page sent (QEMU's XBZRLE cache), so that of a page sent again only the
/// change travels: the paper's section 2.3. The smallest cache that keeps the limits is taken.
/// </summary>
public sealed class ShadowCacheModel : IStrategyModel
{
    private const long SmallestCache = 1L << 20;

    /// <inheritdoc/>
    public MigrationStrategy Strategy => MigrationStrategy.ShadowCache;

    /// <inheritdoc/>
    public PlanCandidate Evaluate(PlanningInput input)
    {
        if (input.Observation is { ChangedByteRatio: null, IsRunning: true })
        {
            return new(Strategy, false, null, null, [new(ReasonCodes.CapabilityMissing,
                "how much of a page changes is unknown, so what the shadow cache would gain is too: add --probe to look")]);
        }

        TimeSpan maxDowntime = PredictionAssembly.MaxDowntime(input);
        var worlds = ScenarioSet.From(input, maxDowntime);
        double workingSet = worlds.Pessimistic.WorkingSet.At(PreCopyModel.FirstRoundSeconds(worlds.Pessimistic));
        long smallest = PowerOfTwo((long)workingSet);
        long largest = Math.Max(smallest, PowerOfTwo(input.Observation.MemoryTotal.Value));

        PlanCandidate? candidate = null;
        for (long cache = smallest; cache <= largest && candidate is not { Feasible: true }; cache *= 2)
            candidate = Evaluate(input, worlds, maxDowntime, cache, workingSet);
        return candidate!;
    }

    private PlanCandidate Evaluate(PlanningInput input, in ScenarioSet worlds, TimeSpan maxDowntime, long cache, double workingSet)
    {
        List<PredictedRound> rounds = [];
        PreCopyOutcome pessimistic = PreCopyModel.Run(worlds.Pessimistic, cache, null);
        MigrationPrediction prediction = PredictionAssembly.Assemble(
            PreCopyModel.Run(worlds.Optimistic, cache, null), PreCopyModel.Run(worlds.Middle, cache, rounds), pessimistic, rounds);
        List<Reason> violations = PredictionAssembly.Violations(prediction, pessimistic.Converges, input.Limits);

        // QEMU takes memory for a slot when a page is put there, so the cache costs what it holds.
        var needed = new ByteCount((long)Math.Min(cache, 1.1 * workingSet));
        if (input.SourceAvailableMemory is { } available && needed > available)
        {
            violations.Add(new(ReasonCodes.SourceMemory,
                $"the shadow cache needs {needed} on the source, which has {available} available"));
        }

        var parameters = new MigrationParameters
        {
            Bandwidth = input.Limits.Bandwidth,
            MaxDowntime = maxDowntime,
            XbzrleCache = new ByteCount(cache),
        };
        return new(Strategy, violations.Count == 0, parameters, prediction, violations);
    }

    private static long PowerOfTwo(long bytes) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(SmallestCache, bytes));
}
