using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>A curve and how well it matches the points that it came from.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="RelativeResidual">
/// Root mean square of the relative deviation at the points, those of small errors counting most; 0 is a perfect match.
/// </param>
public readonly record struct WorkingSetFit(WorkingSetCurve Curve, double RelativeResidual)
{
    private const int Steps = 24;
    private const double ShortestTimeConstant = 0.05;
    private const double LongestTimeConstant = 100;

    // Of a point that says nothing of its error.
    private const double AssumedError = 0.05;

    // In relation to the largest point: no point is taken for truer than that.
    private const double LeastError = 0.005;

    // A part more must lower the sum of squared, standardized deviations by as much as chance alone would (Akaike).
    private const double CostOfAPart = 2;

    /// <summary>
    /// Least squares of the deviation in units of each point's error. For each pair of time constants of a logarithmic
    /// grid the amounts follow from a linear system of at most three equations, none of them below zero; of all sums of
    /// parts the one with the fewest that still explains the points is taken.
    /// </summary>
    /// <param name="points">Points with a period above zero; none gives an empty curve.</param>
    /// <param name="ceiling">Memory of the guest.</param>
    public static WorkingSetFit Fit(IReadOnlyList<WorkingSetPoint> points, ByteCount ceiling)
    {
        var nothing = new WorkingSetCurve(0, 1, 0, ceiling.Value);
        if (!points.Any(p => p.Distinct.Value > 0))
            return new(nothing, 0);

        double observed = points.Max(p => p.Period.TotalSeconds);
        double[] errors = Errors(points);
        Gram gram = new(points, errors);
        double best = double.PositiveInfinity;
        WorkingSetCurve curve = nothing;
        for (int hot = 0; hot < Steps; hot++)
        {
            for (int slow = hot; slow < Steps; slow++)
            {
                foreach (Parts parts in Choices(hot, slow))
                {
                    if (gram.Solve(hot, slow, parts) is not { } found || found.Cost >= best - 1e-9)
                        continue;
                    best = found.Cost;
                    curve = new(found.Hot, TimeConstant(hot), found.Streaming, ceiling.Value)
                    {
                        SlowBytes = found.Slow,
                        SlowTimeConstantSeconds = TimeConstant(slow),
                        ObservedSeconds = observed,
                    };
                }
            }
        }

        return new(curve, Residual(points, errors, curve));
    }

    // No such curve bends up, so a point below the line from the origin to a later one contradicts it. Which of them is wrong
    // cannot be seen: the errors of both grow by the factor that reconciles them (Birge's ratio).
    private static double[] Errors(IReadOnlyList<WorkingSetPoint> points)
    {
        double least = LeastError * points.Max(p => (double)p.Distinct.Value);
        double[] given = [.. points.Select(p => p.Error?.Value ?? (p.Distinct.Value * AssumedError))];
        double[] factors = new double[points.Count];
        Array.Fill(factors, 1);
        for (int early = 0; early < points.Count; early++)
        {
            for (int late = 0; late < points.Count; late++)
            {
                double share = points[early].Period / points[late].Period;
                if (share >= 1)
                    continue;
                double excess = (points[late].Distinct.Value * share) - points[early].Distinct.Value;
                double factor = excess / Math.Max(1, Math.Sqrt((given[early] * given[early]) + (share * share * given[late] * given[late])));
                if (factor > 1)
                    (factors[early], factors[late]) = (Math.Max(factors[early], factor), Math.Max(factors[late], factor));
            }
        }

        return [.. given.Zip(factors, (error, factor) => Math.Max(error * factor, least))];
    }

    [Flags]
    private enum Parts
    {
        None = 0,
        Hot = 1,
        Slow = 2,
        Streaming = 4,
    }

    private static readonly Parts[] OneSaturating = [Parts.Hot, Parts.Hot | Parts.Streaming];
    private static readonly Parts[] TwoSaturating = [Parts.Hot | Parts.Slow, Parts.Hot | Parts.Slow | Parts.Streaming];
    private static readonly Parts[] WithStreamingAlone = [Parts.Streaming, .. OneSaturating];

    private static Parts[] Choices(int hot, int slow) => hot != slow ? TwoSaturating : hot == 0 ? WithStreamingAlone : OneSaturating;

    private static double TimeConstant(int step) =>
        ShortestTimeConstant * Math.Pow(LongestTimeConstant / ShortestTimeConstant, step / (Steps - 1.0));

    private static double Residual(IReadOnlyList<WorkingSetPoint> points, double[] errors, in WorkingSetCurve curve)
    {
        double deviations = 0;
        double information = 0;
        for (int i = 0; i < points.Count; i++)
        {
            double deviation = (curve.At(points[i].Period.TotalSeconds) - points[i].Distinct.Value) / errors[i];
            double certainty = points[i].Distinct.Value / errors[i];
            deviations += deviation * deviation;
            information += certainty * certainty;
        }

        return Math.Sqrt(deviations / information);
    }

    /// <summary>The inner products of all parts with each other and with the points, each point weighted by its error.</summary>
    private readonly struct Gram
    {
        private const int Linear = Steps;
        private const int Size = Steps + 1;
        private readonly double[] _products = new double[Size * Size];
        private readonly double[] _measured = new double[Size];
        private readonly double _squares;

        public Gram(IReadOnlyList<WorkingSetPoint> points, double[] errors)
        {
            Span<double> row = stackalloc double[Size];
            for (int index = 0; index < points.Count; index++)
            {
                WorkingSetPoint point = points[index];
                double seconds = point.Period.TotalSeconds;
                double error = errors[index];
                for (int step = 0; step < Steps; step++)
                    row[step] = (1 - Math.Exp(-seconds / TimeConstant(step))) / error;
                row[Linear] = seconds / error;
                double measured = point.Distinct.Value / error;
                _squares += measured * measured;
                for (int i = 0; i < Size; i++)
                {
                    _measured[i] += row[i] * measured;
                    for (int j = 0; j < Size; j++)
                        _products[(i * Size) + j] += row[i] * row[j];
                }
            }
        }

        /// <summary>The amounts of some parts and what they cost; null when the points do not determine them, or one would be negative.</summary>
        public (double Hot, double Slow, double Streaming, double Cost)? Solve(int hot, int slow, Parts parts)
        {
            Span<int> columns = stackalloc int[3];
            int count = 0;
            if (parts.HasFlag(Parts.Hot))
                columns[count++] = hot;
            if (parts.HasFlag(Parts.Slow))
                columns[count++] = slow;
            if (parts.HasFlag(Parts.Streaming))
                columns[count++] = Linear;

            Span<double> matrix = stackalloc double[9];
            Span<double> amounts = stackalloc double[3];
            for (int i = 0; i < count; i++)
            {
                amounts[i] = _measured[columns[i]];
                for (int j = 0; j < count; j++)
                    matrix[(i * 3) + j] = _products[(columns[i] * Size) + columns[j]];
            }
            if (!Eliminate(matrix, amounts, count))
                return null;

            double cost = _squares + (CostOfAPart * count);
            for (int i = 0; i < count; i++)
            {
                if (amounts[i] < 0)
                    return null;
                cost -= amounts[i] * _measured[columns[i]];
            }

            int next = 0;
            double hotBytes = parts.HasFlag(Parts.Hot) ? amounts[next++] : 0;
            double slowBytes = parts.HasFlag(Parts.Slow) ? amounts[next++] : 0;
            return (hotBytes, slowBytes, parts.HasFlag(Parts.Streaming) ? amounts[next] : 0, cost);
        }

        // Cholesky without square roots; a pivot near zero means that two parts look alike at these points.
        private static bool Eliminate(Span<double> matrix, Span<double> right, int count)
        {
            for (int i = 0; i < count; i++)
            {
                double diagonal = matrix[(i * 3) + i];
                for (int k = i + 1; k < count; k++)
                {
                    double factor = matrix[(k * 3) + i] / diagonal;
                    double before = matrix[(k * 3) + k];
                    for (int j = i; j < count; j++)
                        matrix[(k * 3) + j] -= factor * matrix[(i * 3) + j];
                    right[k] -= factor * right[i];
                    if (matrix[(k * 3) + k] < 1e-6 * before)
                        return false;
                }
            }
            for (int i = count - 1; i >= 0; i--)
            {
                for (int j = i + 1; j < count; j++)
                    right[i] -= matrix[(i * 3) + j] * right[j];
                right[i] /= matrix[(i * 3) + i];
            }
            return true;
        }
    }
}
