using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>
/// A fixed threshold (THR) with hysteresis: overloaded once the demand was above it in so many samples in a row, and until it
/// falls to the clearing value or below.
/// </summary>
public sealed class StaticThresholdDetector : IOverloadDetector
{
    private readonly double _threshold;
    private readonly double _clearing;
    private readonly int _samples;

    /// <summary>A threshold that takes effect and clears at once.</summary>
    public StaticThresholdDetector(double threshold)
        : this(threshold, threshold, 1)
    {
    }

    /// <summary>A threshold with hysteresis and duration.</summary>
    /// <param name="threshold">Share of capacity above which a host is overloaded.</param>
    /// <param name="clearing">Share of capacity at which it no longer is; at most the threshold.</param>
    /// <param name="samples">How many samples in a row must be above the threshold; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its bounds.</exception>
    public StaticThresholdDetector(double threshold, double clearing, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clearing, threshold);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (_threshold, _clearing, _samples) = (threshold, clearing, samples);
    }

    /// <inheritdoc/>
    public string Name => _samples == 1 && _clearing == _threshold
        ? string.Create(CultureInfo.InvariantCulture, $"thr {_threshold:0.##}")
        : string.Create(CultureInfo.InvariantCulture, $"thr {_threshold:0.##}/{_clearing:0.##} for {_samples}");

    /// <inheritdoc/>
    public OverloadVerdict Judge(LoadHistory load)
    {
        bool overloaded = false;
        int inRow = 0;
        // The newest sample is the present demand, which is looked at last.
        foreach (double value in load.Values.IsEmpty ? load.Values : load.Values[..^1])
            Step(value, ref overloaded, ref inRow);
        Step(load.Now, ref overloaded, ref inRow);
        return OverloadVerdict.Of(overloaded, load.Now, overloaded ? _clearing : _threshold, ReasonCodes.AboveThreshold);
    }

    private void Step(double value, ref bool overloaded, ref int inRow)
    {
        inRow = value > _threshold ? inRow + 1 : 0;
        overloaded = overloaded ? value > _clearing : inRow >= _samples;
    }
}
