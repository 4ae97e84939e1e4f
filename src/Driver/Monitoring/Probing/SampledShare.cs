namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>A share of pages found by a sample.</summary>
/// <param name="Value">The share, 0 to 1.</param>
/// <param name="Error">Its standard error, 0 to 1; above zero.</param>
internal readonly record struct SampledShare(double Value, double Error)
{
    /// <summary>The share of hits in a sample of one chunk for each stratum of memory.</summary>
    /// <remarks>
    /// Pages of a chunk resemble each other, so they do not count as independent: the variance is taken between chunks, and
    /// since neighbouring strata resemble each other too, from successive differences, (1−φ)·Σ(f(i)−f(i+1))²/(2N(N−1)) with φ
    /// the share of memory that was read (Wolter, Introduction to Variance Estimation, chapter 8, estimator v2). Never below
    /// one page in all that were read, the resolution of the count; where nothing was hit, one whole chunk may have been.
    /// </remarks>
    /// <param name="chunks">Hits and pages of each chunk, by rising address.</param>
    /// <param name="memoryPages">Pages of the memory that the strata divide.</param>
    /// <returns>Null without a page.</returns>
    public static SampledShare? Of(IReadOnlyList<(int Hits, int Pages)> chunks, long memoryPages)
    {
        long pages = chunks.Sum(chunk => (long)chunk.Pages);
        if (pages == 0)
            return null;
        double share = chunks.Sum(chunk => (long)chunk.Hits) / (double)pages;
        double resolution = share > 0 ? share / pages : 1.0 / chunks.Count;
        if (chunks.Count < 2)
            return new(share, Math.Max(resolution, Math.Sqrt(share * (1 - share))));

        double squares = 0;
        for (int i = 1; i < chunks.Count; i++)
        {
            double difference = Ratio(chunks[i]) - Ratio(chunks[i - 1]);
            squares += difference * difference;
        }

        double unread = Math.Max(0, 1 - (pages / (double)memoryPages));
        return new(share, Math.Max(resolution, Math.Sqrt(unread * squares / (2.0 * chunks.Count * (chunks.Count - 1)))));
    }

    private static double Ratio((int Hits, int Pages) chunk) => chunk.Pages > 0 ? chunk.Hits / (double)chunk.Pages : 0;
}
