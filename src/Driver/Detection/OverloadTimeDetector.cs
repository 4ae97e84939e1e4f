using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>
/// Lets guests stay as long as the share of time in which the host was overloaded, the migration included, keeps a limit
/// (the overload time fraction of Beloglazov and Buyya, TPDS 2013). The history must begin with the last move.
/// </summary>
/// <remarks>
/// As long as one more sample of overload can be afforded, nothing happens. After that it depends on how likely that sample is,
/// and once the limit is broken, on whether it may be kept again later.
/// </remarks>
public sealed class OverloadTimeDetector(OverloadTimeSettings settings) : IOverloadDetector
{
    // What a load that is not known yet varies by, and how many samples that is worth.
    private const double UnknownVariance = 0.01;
    private const double UnknownWeight = 4;

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(settings.MayHope ? "otf" : "otf-strict")} {settings.Limit:0.##}");

    /// <inheritdoc/>
    public OverloadVerdict Judge(LoadHistory load)
    {
        int samples = load.Values.Length;
        int over = 0;
        foreach (double value in load.Values)
            over += value >= 1 ? 1 : 0;
        double share = (settings.MigrationSamples + over) / (settings.MigrationSamples + samples);
        return OverloadVerdict.Of(
            samples >= settings.Learning && MustLeave(load, samples, over), share, settings.Limit, ReasonCodes.OverloadTimeSpent);
    }

    private bool MustLeave(LoadHistory load, int samples, int over)
    {
        double budget = (settings.Limit * (settings.MigrationSamples + samples)) - (settings.MigrationSamples + over);
        if (budget >= 1 - settings.Limit)
            return false;
        if (!settings.MayHope)
            return true;

        (double next, double later) = Expect(load.Latest(settings.Window));
        double seen = (double)over / samples;
        return budget >= 0
            ? Blend(next, seen) > settings.NextRisk * settings.Limit
            : -budget > settings.MostExcess || Blend(later, seen) > settings.LaterRisk * settings.Limit;
    }

    private double Blend(double expected, double seen) => ((1 - settings.LongTermWeight) * expected) + (settings.LongTermWeight * seen);

    // How likely the next sample is above capacity, and any later one.
    private (double Next, double Later) Expect(ReadOnlySpan<double> latest)
    {
        double mean = 0, squares = 0;
        foreach (double value in latest)
            mean += value / latest.Length;
        foreach (double value in latest)
            squares += (value - mean) * (value - mean);
        double variance = (squares + (UnknownWeight * UnknownVariance)) / (latest.Length - 1 + UnknownWeight);
        double carried = settings.Persistence * (latest[^1] - mean);
        double unexplained = variance * (1 - (settings.Persistence * settings.Persistence));
        return (NormalTail.Above(1, mean + carried, Math.Sqrt(unexplained)), NormalTail.Above(1, mean, Math.Sqrt(variance)));
    }
}
