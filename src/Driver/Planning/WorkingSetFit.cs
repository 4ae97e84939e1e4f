using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>A curve and how well it matches the points that it came from.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="RelativeResidual">Root mean square of the relative deviation at the points, 0 is a perfect match.</param>
public readonly record struct WorkingSetFit(WorkingSetCurve Curve, double RelativeResidual)
{
    private const int Steps = 120;
    private const double ShortestTimeConstant = 0.02;
    private const double LongestTimeConstant = 200;

    /// <summary>
    /// Least squares of the relative deviation: for each time constant of a logarithmic grid the two other
    /// parameters follow from a linear system of two equations, both kept from going below zero.
    /// </summary>
    /// <param name="points">Points with a period above zero; none gives an empty curve.</param>
    /// <param name="ceiling">Memory of the guest.</param>
    public static WorkingSetFit Fit(IReadOnlyList<WorkingSetPoint> points, ByteCount ceiling)
    {
        var best = new WorkingSetFit(new WorkingSetCurve(0, 1, 0, ceiling.Value), double.PositiveInfinity);
        if (!points.Any(p => p.Distinct.Value > 0))
            return best with { RelativeResidual = 0 };

        for (int step = 0; step < Steps; step++)
        {
            double exponent = step / (Steps - 1.0);
            double timeConstant = ShortestTimeConstant * Math.Pow(LongestTimeConstant / ShortestTimeConstant, exponent);
            (double saturating, double streaming) = Solve(points, timeConstant);
            var curve = new WorkingSetCurve(saturating, timeConstant, streaming, ceiling.Value);
            double residual = Residual(points, curve);
            if (residual < best.RelativeResidual - 1e-9)
                best = new WorkingSetFit(curve, residual);
        }
        return best;
    }

    private static (double Saturating, double Streaming) Solve(IReadOnlyList<WorkingSetPoint> points, double timeConstant)
    {
        double ss = 0, st = 0, tt = 0, sw = 0, tw = 0;
        foreach (WorkingSetPoint point in points)
        {
            double seconds = point.Period.TotalSeconds;
            double weight = 1 / Math.Max(1.0, point.Distinct.Value);
            double s = (1 - Math.Exp(-seconds / timeConstant)) * weight;
            double t = seconds * weight;
            double w = point.Distinct.Value * weight;
            ss += s * s;
            st += s * t;
            tt += t * t;
            sw += s * w;
            tw += t * w;
        }

        double determinant = (ss * tt) - (st * st);
        if (points.Count >= 3 && determinant > 1e-12 * ss * tt)
        {
            double saturating = ((sw * tt) - (tw * st)) / determinant;
            double streaming = ((tw * ss) - (sw * st)) / determinant;
            if (saturating >= 0 && streaming >= 0)
                return (saturating, streaming);
        }

        // One of the two is zero at the edge of what is allowed: take the one that explains more.
        bool saturates = sw * sw / ss >= tw * tw / tt;
        return saturates ? (sw / ss, 0) : (0, tw / tt);
    }

    private static double Residual(IReadOnlyList<WorkingSetPoint> points, WorkingSetCurve curve)
    {
        double sum = 0;
        foreach (WorkingSetPoint point in points)
        {
            double deviation = (curve.At(point.Period.TotalSeconds) - point.Distinct.Value) / Math.Max(1.0, point.Distinct.Value);
            sum += deviation * deviation;
        }
        return Math.Sqrt(sum / points.Count);
    }
}
