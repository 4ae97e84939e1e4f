using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Planning;

/// <summary>
/// The worlds that an observation leaves possible: a fixed, evenly spread sample over everything that is uncertain, the same
/// for the same input. The first one is the middle of it all.
/// </summary>
/// <remarks>
/// Places in the unit cube come from an additive recurrence whose steps are powers of the generalized golden ratio
/// (Roberts 2018, "The unreasonable effectiveness of quasirandom sequences"); a normal deviate comes from a place by
/// Tukey's lambda distribution with λ = 0.1349, which is within 1 % of the normal one between its 1st and 99th percentile.
/// </remarks>
internal sealed class PossibleWorlds
{
    /// <summary>How many there are: the 10th, 50th and 90th percentile are the 4th, 16th and 28th.</summary>
    public const int Count = 31;

    // QEMU migrates in pages of the target, 4 KiB on x86-64, whatever backs the guest's memory.
    private const double MigrationPageBytes = 4096;
    private const double SamplesPerGibibyte = 512;
    private const int Dimensions = 11;
    private const int RatePlace = 3;

    // Spreads of what nothing was measured of, as standard deviations of the logarithm unless said otherwise.
    private const double DirtyingSpread = 0.10;
    private const double TailSpread = 0.4;
    private const double MeasuredRateSpread = 0.03;
    private const double CapSpread = 0.01;
    private const double SetupSpread = 0.25;
    private const double DeltaSpread = 0.25;
    private const double EncodeSpread = 0.25;
    private const double DeltaCostSpread = 0.4;
    private const double LeastOfCost = 0.3;

    // A link that nobody measured gives between so much and so much of what is assumed: it may well be 10 GbE.
    private const double LeastOfAssumed = 0.7;
    private const double MostOfAssumed = 10;

    private const double EncodeSeconds = 1.5e-6;

    // Two connections' worth of zstd on a destination whose processors are busy as well.
    private const double UnpackRate = 400e6;
    private const double UnpackSpread = 0.3;
    private const double PackSpread = 0.4;
    private const double LearnedPackSpread = 0.15;

    // Address and flags, XBZRLE header and the two run lengths around a change (migration/xbzrle.c).
    private const double DeltaHeaderBytes = 14;

    // QEMU's own resident memory, until migrations showed it; and how far what is resident may be from what is not zero.
    private const double AssumedOverhead = 45 << 20;
    private const double AssumedEmulatorOverhead = 125 << 20;
    private const double OverheadSpread = 15 << 20;
    private const double LearnedOverheadSpread = 3 << 20;
    private const double ResidentSpread = 0.01;
    private const double ResidentUnprobed = 0.05;
    private const double Disagreement = 2.5;

    private static readonly double[] Places = Spread();

    private readonly Scenario[] _worlds = new Scenario[Count];

    /// <summary>Derives the worlds.</summary>
    public PossibleWorlds(PlanningInput input)
    {
        GuestObservation observation = input.Observation;
        WorkingSetFit fit = WorkingSetFit.Fit(Points(input), observation.MemoryTotal);
        double unseen = Unseen(observation);
        double relative = CurveError(observation, fit);
        for (int world = 0; world < Count; world++)
            _worlds[world] = World(input, fit.Curve, relative, unseen, Places.AsSpan(world * Dimensions, Dimensions));
    }

    private PossibleWorlds(PossibleWorlds worlds, MigrationLimits limits)
    {
        for (int world = 0; world < Count; world++)
        {
            _worlds[world] = worlds._worlds[world] with
            {
                CapRate = CapRate(limits, Places[(world * Dimensions) + RatePlace]),
                MaxTotalSeconds = limits.MaxTotalTime.TotalSeconds,
            };
        }
    }

    /// <summary>The same worlds under other limits.</summary>
    public PossibleWorlds Under(MigrationLimits limits) => new(this, limits);

    /// <summary>All of them, the middle first.</summary>
    public ReadOnlySpan<Scenario> All => _worlds;

    /// <summary>The world in which everything is as estimated.</summary>
    public ref readonly Scenario Middle => ref _worlds[0];

    private static Scenario World(PlanningInput input, WorkingSetCurve curve, double curveError, double unseen, ReadOnlySpan<double> place)
    {
        GuestObservation observation = input.Observation;
        GuestCorrection? correction = input.Correction;
        double total = observation.MemoryTotal.Value;
        double nonZero = Filled(observation, input.Correction?.ProcessOverhead, Normal(place[2]));
        double dirtying = (correction?.DirtyingFactor ?? 1)
            * Math.Exp(Normal(place[0]) * Math.Sqrt((curveError * curveError) + Square(correction?.Spread ?? DirtyingSpread)));
        WorkingSetCurve written = (curve with { CeilingBytes = total })
            .Scale(dirtying, unseen * Math.Max(0, (2 * place[0]) - 1))
            .Bend(Math.Clamp(Normal(place[1]) * TailSpread, -1, 1));
        nonZero = Math.Clamp(nonZero, Math.Min(total, written.At(1)), total);
        double delta = observation.Delta?.Bytes ?? (DeltaHeaderBytes + ((observation.ChangedByteRatio ?? 1) * MigrationPageBytes * 2));
        double deviation = Normal(place[4]);
        return new Scenario
        {
            NonZeroBytes = nonZero,
            ZeroPages = (total - nonZero) / MigrationPageBytes,
            PageBytes = MigrationPageBytes,
            WorkingSet = written,
            CapRate = CapRate(input.Limits, place[RatePlace]),
            LineRate = LineRate(input.Link, place[RatePlace]),
            SetupSeconds = Math.Max(0.05, Around(input.Link.SetupTime, input.Link.SetupTimeSpread ?? (SetupSpread * input.Link.SetupTime), place[5])),
            SwitchoverSeconds = Switchover(input.Link, deviation),
            DeltaSwitchoverSeconds = Switchover(input.Link.SwitchoverCostOf(MigrationStrategy.ShadowCache), deviation),
            ParallelSwitchoverSeconds = Switchover(input.Link.SwitchoverCostOf(MigrationStrategy.Parallel), deviation),
            PostCopySwitchoverSeconds = Switchover(input.Link.SwitchoverCostOf(MigrationStrategy.PostCopy), deviation),
            MaxTotalSeconds = input.Limits.MaxTotalTime.TotalSeconds,
            DeltaBytes = Math.Min(MigrationPageBytes, delta * Math.Exp(DeltaSpread * Normal(place[6]))),
            OverflowShare = observation.Delta?.OverflowRatio ?? 0,
            ScatteredShare = place[8],
            EncodeSeconds = EncodeSeconds * Math.Exp(EncodeSpread * Normal(place[9])),
            PackFactor = Math.Exp((input.Link.PackSpeed is null ? PackSpread : LearnedPackSpread) * Normal(place[9])),
            UnpackRate = UnpackRate * Math.Exp(UnpackSpread * Normal(place[10])),
            BurstPhase = place[7],
        };
    }

    /// <summary>The fixed part of the downtime so many standard deviations above its estimate; never below nothing.</summary>
    public static double Switchover(LinkEstimate link, double deviations)
    {
        double cost = link.SwitchoverCost.TotalSeconds;
        return link.SwitchoverCostSpread is { } spread
            ? Math.Max(LeastOfCost * cost, cost + (deviations * spread.TotalSeconds))
            : cost * Math.Pow(2, deviations / 1.2816);
    }

    private static double Switchover(TimeSpan cost, double deviations) =>
        cost.TotalSeconds * Math.Max(LeastOfCost, 1 + (DeltaCostSpread * deviations));

    private static double CapRate(MigrationLimits limits, double place) =>
        limits.Bandwidth is { } cap ? cap.Value * (1 - (CapSpread * Math.Abs(Normal(place)))) : double.PositiveInfinity;

    private static double LineRate(LinkEstimate link, double place) => link.Rate.Value * (link.IsMeasured || link.RateSpread is not null
        ? Math.Exp(Normal(place) * (link.RateSpread ?? MeasuredRateSpread))
        : place < 0.5
            ? Math.Pow(LeastOfAssumed, 1 - (2 * place))
            : Math.Pow(MostOfAssumed, (2 * place) - 1));

    /// <summary>
    /// Memory that holds something. What is resident, less QEMU's own, is an upper bound, and close to it unless the guest zeroes
    /// what it frees; the probe's sample is unbiased but coarse. Where both agree they are averaged; else the bound holds against
    /// a sample above it, and a sample below it is right. Huge pages do not count as resident.
    /// </summary>
    private static double Filled(GuestObservation observation, ByteCount? learnedOverhead, double deviations)
    {
        double total = observation.MemoryTotal.Value;
        double? resident = null;
        double residentError = 0;
        if (observation.MemoryResident is { } process)
        {
            double overhead = learnedOverhead?.Value ?? (observation.IsEmulated ? AssumedEmulatorOverhead : AssumedOverhead);
            resident = Math.Clamp(process.Value - overhead, 0, total);
            residentError = learnedOverhead is null ? OverheadSpread : LearnedOverheadSpread;
            residentError += ResidentSpread * resident.Value;
        }
        if (observation.ZeroPageRatio is not { } zero)
            return Math.Clamp((resident ?? total) + (deviations * (resident is null ? 0 : residentError + (ResidentUnprobed * resident.Value))), 0, total);

        double probed = total * (1 - zero);
        double probeError = total * (observation.ZeroPageRatioError ?? (0.08 * zero));
        if (resident is not { } bound || observation.PageSize.Value > MigrationPageBytes)
            return Math.Clamp(probed + (deviations * probeError), 0, total);
        double tolerance = Disagreement * Math.Sqrt(Square(probeError) + Square(residentError));
        if (probed > bound + tolerance)
            return Math.Clamp(bound + (deviations * residentError), 0, total);
        if (probed < bound - tolerance)
            return Math.Clamp(probed + (deviations * probeError), 0, total);
        double probeWeight = 1 / Square(Math.Max(1, probeError)), residentWeight = 1 / Square(Math.Max(1, residentError));
        double mean = ((probed * probeWeight) + (bound * residentWeight)) / (probeWeight + residentWeight);
        return Math.Clamp(mean + (deviations / Math.Sqrt(probeWeight + residentWeight)), 0, total);
    }

    private static IReadOnlyList<WorkingSetPoint> Points(PlanningInput input) => input.Correction?.Points is { Count: > 0 } past
        ? [.. input.Observation.WorkingSet, .. past]
        : input.Observation.WorkingSet;

    /// <summary>Standard error of the curve's level, as a share of it.</summary>
    private static double CurveError(GuestObservation observation, in WorkingSetFit fit)
    {
        double information = 0;
        foreach (WorkingSetPoint point in observation.WorkingSet)
        {
            if (point.Distinct.Value > 0)
                information += 1 / Square(Math.Max(0.01, point.RelativeError ?? SamplingError(observation, point)));
        }
        double sampling = information > 0 ? 1 / Math.Sqrt(information) : 0;
        return Math.Sqrt(Square(sampling) + Square(fit.RelativeResidual / Math.Sqrt(Math.Max(1, observation.WorkingSet.Count))));
    }

    private static double SamplingError(GuestObservation observation, WorkingSetPoint point)
    {
        if (observation.DirtyRateMode != DirtyRateMode.PageSampling)
            return 0.02;
        double samples = Samples(observation);
        double share = Math.Clamp(point.Distinct.Value / (double)observation.MemoryTotal.Value, 1 / samples, 1);
        return Math.Sqrt((1 - share) / (share * samples));
    }

    /// <summary>If nothing of n samples changed, the share that changes is below ln(10)/n nine times of ten.</summary>
    private static double Unseen(GuestObservation observation) =>
        observation is { DirtyRateMode: DirtyRateMode.PageSampling, IsRunning: true } && observation.WorkingSet.All(p => p.Distinct.Value == 0)
            ? Math.Log(10) / Samples(observation) * observation.MemoryTotal.Value
            : 0;

    private static double Samples(GuestObservation observation) =>
        Math.Max(1, observation.MemoryTotal.Value / (double)(1L << 30) * SamplesPerGibibyte);

    private static double Around(TimeSpan middle, TimeSpan spread, double place) => middle.TotalSeconds + (Normal(place) * spread.TotalSeconds);

    private static double Square(double value) => value * value;

    private static double Normal(double place) => 4.91 * (Math.Pow(place, 0.14) - Math.Pow(1 - place, 0.14));

    private static double[] Spread()
    {
        // The root of x^(d+1) = x + 1 by fixed-point iteration.
        double ratio = 1.5;
        for (int i = 0; i < 60; i++)
            ratio = Math.Pow(1 + ratio, 1.0 / (Dimensions + 1));

        double[] places = new double[Count * Dimensions];
        for (int world = 0; world < Count; world++)
        {
            for (int dimension = 0; dimension < Dimensions; dimension++)
                places[(world * Dimensions) + dimension] = (0.5 + (world * Math.Pow(ratio, -(dimension + 1)))) % 1;
        }
        return places;
    }
}
