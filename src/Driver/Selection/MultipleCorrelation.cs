namespace ShadowMig.Driver.Selection;

/// <summary>How well each of several series is explained by the others together.</summary>
internal static class MultipleCorrelation
{
    // Series that are sums of others make the matrix singular; this much is added to its diagonal.
    private const double Ridge = 1e-9;

    /// <summary>Coefficients of determination, 0 to 1: 1 − 1/c, where c is the diagonal of the inverse correlation matrix.</summary>
    public static double[] Determination(IReadOnlyList<ReadOnlyMemory<double>> series)
    {
        int n = series.Count;
        double[,] work = new double[n, 2 * n];
        double[][] standard = [.. series.Select(s => Standardized(s.Span))];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                work[i, j] = Dot(standard[i], standard[j]);
            // A series that never changes is explained by nothing.
            work[i, i] = (work[i, i] > 0 ? work[i, i] : 1) + Ridge;
            work[i, n + i] = 1;
        }

        Eliminate(work, n);
        double[] result = new double[n];
        for (int i = 0; i < n; i++)
            result[i] = Math.Clamp(1 - (1 / work[i, n + i]), 0, 1);
        return result;
    }

    // Gauss and Jordan; a correlation matrix is positive definite, so that no pivot is sought.
    private static void Eliminate(double[,] work, int n)
    {
        for (int p = 0; p < n; p++)
        {
            double pivot = work[p, p];
            for (int j = 0; j < 2 * n; j++)
                work[p, j] /= pivot;
            for (int i = 0; i < n; i++)
            {
                double factor = work[i, p];
                if (i == p || factor == 0)
                    continue;
                for (int j = 0; j < 2 * n; j++)
                    work[i, j] -= factor * work[p, j];
            }
        }
    }

    private static double[] Standardized(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
            mean += value / values.Length;
        double[] result = new double[values.Length];
        double square = 0;
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = values[i] - mean;
            square += result[i] * result[i];
        }

        double length = Math.Sqrt(square);
        for (int i = 0; i < result.Length; i++)
            result[i] = length > 1e-12 ? result[i] / length : 0;
        return result;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
