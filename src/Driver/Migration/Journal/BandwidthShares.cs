namespace ShadowMig.Driver.Migration.Journal;

/// <summary>
/// Max-min fairness: everyone gets an equal share, who is capped below it leaves the rest to the others. Nobody can get
/// more without somebody who has no more than that getting less. Pure.
/// </summary>
public static class BandwidthShares
{
    /// <summary>Deals a budget.</summary>
    /// <param name="budget">What there is, bytes/s.</param>
    /// <param name="caps">What each takes at most, bytes/s; null for all that it can get.</param>
    /// <returns>A share for each, in the same order; their sum is at most the budget.</returns>
    public static double[] Deal(double budget, IReadOnlyList<double?> caps)
    {
        double[] shares = new double[caps.Count];
        double left = budget;
        int waiting = caps.Count;
        foreach (int i in Enumerable.Range(0, caps.Count).OrderBy(i => caps[i] ?? double.PositiveInfinity))
        {
            shares[i] = Math.Min(caps[i] ?? double.PositiveInfinity, left / waiting);
            left -= shares[i];
            waiting--;
        }

        return shares;
    }
}
