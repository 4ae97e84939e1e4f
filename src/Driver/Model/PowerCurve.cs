namespace ShadowMig.Driver.Model;

/// <summary>Electrical power of a host over its utilization, straight between measured points.</summary>
/// <remarks>SPECpower publishes eleven points, from active idle to full load in steps of a tenth.</remarks>
public sealed class PowerCurve
{
    private readonly double[] _watts;

    /// <summary>A curve from points in watts, evenly spread from idle to full load.</summary>
    /// <exception cref="ArgumentException">There are fewer than two points.</exception>
    public PowerCurve(params ReadOnlySpan<double> watts)
    {
        if (watts.Length < 2)
            throw new ArgumentException("a power curve needs at least its idle and its full load", nameof(watts));
        _watts = watts.ToArray();
    }

    /// <summary>Power when switched on without load, watts.</summary>
    public double Idle => _watts[0];

    /// <summary>Power at full load, watts.</summary>
    public double Full => _watts[^1];

    /// <summary>Power at a utilization, watts; what lies outside 0 to 1 counts as its nearest end.</summary>
    public double At(double utilization)
    {
        double position = Math.Clamp(utilization, 0, 1) * (_watts.Length - 1);
        int below = (int)Math.Floor(position);
        int above = (int)Math.Ceiling(position);
        return _watts[below] + ((_watts[above] - _watts[below]) * (position - below));
    }
}
