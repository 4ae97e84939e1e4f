using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Planning;

/// <summary>The optimistic, the middle and the pessimistic world that an observation leaves possible.</summary>
internal readonly record struct ScenarioSet(Scenario Optimistic, Scenario Middle, Scenario Pessimistic)
{
    // QEMU migrates in pages of the target, 4 KiB on x86-64, whatever backs the guest's memory.
    private const double MigrationPageBytes = 4096;

    private const double SamplesPerGibibyte = 512;
    private const double NinetiethPercentile = 1.2816;
    private const double LeastUncertainty = 0.05;

    // Of the link's estimated rate, the least and the most that it may give. One that nobody measured may well be 10 GbE.
    private static readonly (double Least, double Most) MeasuredLink = (0.95, 1.05);
    private static readonly (double Least, double Most) AssumedLink = (0.7, 10);

    /// <summary>The fixed part of the downtime may come to so many times its estimate.</summary>
    public const double SwitchoverReserve = 2;

    private const double EncodeSeconds = 1.5e-6;

    // Address and flags, XBZRLE header and the two run lengths around a change (migration/xbzrle.c).
    private const double DeltaHeaderBytes = 14;

    /// <summary>Derives the worlds.</summary>
    /// <param name="input">Observation, link and limits.</param>
    /// <param name="maxDowntime">The max-downtime that QEMU would be given.</param>
    public static ScenarioSet From(PlanningInput input, TimeSpan maxDowntime)
    {
        GuestObservation observation = input.Observation;
        WorkingSetFit fit = WorkingSetFit.Fit(observation.WorkingSet, observation.MemoryTotal);
        (double spread, double unseen) = Uncertainty(observation, fit);
        (double nonZeroLow, double nonZero, double nonZeroHigh) = NonZero(observation);
        double changed = observation.ChangedByteRatio ?? 1;

        Scenario World(double bytes, WorkingSetCurve curve, double linkFactor, double costFactor, double switchoverFactor, double scatteredShare)
        {
            double line = input.Link.Rate.Value * linkFactor;
            return new Scenario
            {
                NonZeroBytes = Math.Max(bytes, Math.Min(curve.At(1), observation.MemoryTotal.Value)),
                ZeroPages = Math.Max(0, observation.MemoryTotal.Value - bytes) / MigrationPageBytes,
                PageBytes = MigrationPageBytes,
                WorkingSet = curve,
                StreamRate = Math.Min(line, input.Limits.Bandwidth?.Value ?? double.PositiveInfinity),
                LineRate = line,
                SwitchoverSeconds = input.Link.SwitchoverCost.TotalSeconds * switchoverFactor,
                MaxDowntimeSeconds = maxDowntime.TotalSeconds,
                MaxTotalSeconds = input.Limits.MaxTotalTime.TotalSeconds,
                DeltaBytes = Math.Min(MigrationPageBytes, DeltaHeaderBytes + (changed * MigrationPageBytes * 2 * costFactor)),
                ScatteredShare = scatteredShare,
                EncodeSeconds = EncodeSeconds * costFactor,
            };
        }

        (double least, double most) = input.Link.IsMeasured ? MeasuredLink : AssumedLink;
        return new ScenarioSet(
            World(nonZeroLow, fit.Curve.Scale(Math.Max(0, 1 - spread), 0), most, 0.7, 0.5, 0),
            World(nonZero, fit.Curve, 1, 1, 1, 0.5),
            World(nonZeroHigh, fit.Curve.Scale(1 + spread, unseen), least, 1.5, SwitchoverReserve, 1));
    }

    /// <summary>Relative uncertainty of the curve, and what a sample that saw no change may have missed.</summary>
    private static (double Relative, double UnseenBytes) Uncertainty(GuestObservation observation, WorkingSetFit fit)
    {
        double noise = 0;
        double unseen = 0;
        if (observation is { DirtyRateMode: DirtyRateMode.PageSampling, IsRunning: true })
        {
            double total = observation.MemoryTotal.Value;
            double samples = Math.Max(1, total / (1L << 30) * SamplesPerGibibyte);
            double share = Math.Clamp(fit.Curve.At(1) / total, 1 / samples, 1);
            noise = Math.Sqrt((1 - share) / (share * samples));

            // If nothing of n samples changed, the share that changes is below ln(10)/n nine times of ten.
            unseen = fit.Curve.At(1) > 0 ? 0 : Math.Log(10) / samples * total;
        }
        double spread = NinetiethPercentile * Math.Sqrt((noise * noise) + (fit.RelativeResidual * fit.RelativeResidual));
        return (Math.Max(LeastUncertainty, spread), unseen);
    }

    /// <summary>Memory that holds something: from the probe when there was one, else from what is resident.</summary>
    private static (double Low, double Middle, double High) NonZero(GuestObservation observation)
    {
        double total = observation.MemoryTotal.Value;
        if (observation.ZeroPageRatio is { } zero)
            return (total * Math.Max(0, 1 - (zero * 1.1)), total * (1 - zero), Math.Min(total, total * (1 - (zero * 0.9))));
        double resident = Math.Min(total, observation.MemoryResident?.Value ?? total);
        return (resident * 0.85, resident * 0.95, resident);
    }
}
