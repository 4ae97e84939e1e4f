using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Runs one way in every possible world: percentiles of its cost.</summary>
internal static class PredictionAssembly
{
    private const int P10 = 3;
    private const int P50 = PossibleWorlds.Count / 2;
    private const int P90 = PossibleWorlds.Count - 1 - P10;

    // So many worlds do not converge that the others cannot make up for it.
    private static readonly MigrationPrediction Hopeless = new()
    {
        TotalSeconds = Endless,
        DowntimeSeconds = Endless,
        TransferBytes = Endless,
        Slowdown = Endless,
        DestinationMemory = ByteCount.Zero,
        Converges = false,
        ConvergingShare = 0,
    };

    private static Estimate Endless => new(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>One way in one world.</summary>
    internal delegate PreCopyOutcome WorldRun(in Scenario scenario, List<PredictedRound>? rounds);

    /// <summary>Percentiles over the worlds; rounds from the middle one.</summary>
    public static MigrationPrediction Predict(PlanningCase planning, WorldRun run)
    {
        Span<double> total = stackalloc double[PossibleWorlds.Count];
        Span<double> downtime = stackalloc double[PossibleWorlds.Count];
        Span<double> bytes = stackalloc double[PossibleWorlds.Count];
        Span<double> slowdown = stackalloc double[PossibleWorlds.Count];
        Span<double> peak = stackalloc double[PossibleWorlds.Count];
        int converging = 0;
        ReadOnlySpan<Scenario> worlds = planning.Worlds.All;
        for (int i = 0; i < worlds.Length; i++)
        {
            PreCopyOutcome outcome = run(worlds[i], null);
            converging += outcome.Converges ? 1 : 0;
            if (planning.IsHasty && i + 1 - converging > LimitViolations.MostFailures(worlds.Length))
                return Hopeless;
            total[i] = outcome.TotalSeconds;
            downtime[i] = outcome.DowntimeSeconds;
            bytes[i] = outcome.Bytes;
            slowdown[i] = outcome.Slowdown;
            peak[i] = outcome.PeakSlowdown;
        }

        return new()
        {
            TotalSeconds = Percentiles(total),
            DowntimeSeconds = Percentiles(downtime),
            TransferBytes = Percentiles(bytes),
            Slowdown = Percentiles(slowdown),
            PeakSlowdown = Percentiles(peak).P90,
            DestinationMemory = planning.Input.Observation.MemoryTotal,
            Converges = converging > PossibleWorlds.Count / 2,
            ConvergingShare = converging / (double)PossibleWorlds.Count,
        };
    }

    /// <summary>The prediction with the rounds of the middle world.</summary>
    public static MigrationPrediction WithRounds(this MigrationPrediction prediction, PlanningCase planning, WorldRun run)
    {
        List<PredictedRound> rounds = [];
        run(planning.Worlds.Middle, rounds);
        return prediction with { Rounds = rounds };
    }

    private static Estimate Percentiles(Span<double> values)
    {
        values.Sort();
        return new(values[P10], values[P50], values[P90]);
    }
}
