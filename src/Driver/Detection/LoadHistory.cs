namespace ShadowMig.Driver.Detection;

/// <summary>What the guests of one host asked for, as shares of its capacity; above 1 where they asked for more than it has.</summary>
/// <remarks>Samples are evenly spaced and oldest first. The newest is usually <see cref="Now"/>.</remarks>
public readonly ref struct LoadHistory
{
    /// <summary>A history.</summary>
    /// <param name="values">The samples, oldest first.</param>
    /// <param name="now">The present demand.</param>
    public LoadHistory(ReadOnlySpan<double> values, double now)
    {
        // A host that had no guests yet has no history, not one of zeroes.
        int first = 0;
        while (first < values.Length && values[first] == 0)
            first++;
        Values = values[first..];
        Now = now;
    }

    /// <summary>The samples, oldest first, from the first that is not zero.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>The present demand.</summary>
    public double Now { get; }

    /// <summary>The newest samples, at most <paramref name="count"/>.</summary>
    public ReadOnlySpan<double> Latest(int count) => Values[Math.Max(0, Values.Length - count)..];
}
