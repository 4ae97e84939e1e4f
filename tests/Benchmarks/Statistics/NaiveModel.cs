namespace ShadowMig.Benchmarks.Statistics;

/// <summary>
/// The textbook model of pre-copy that ShadowMig is held against: a constant dirty rate and a constant link. Each
/// round sends what the one before left dirty, until the rest fits into the allowed pause. Pure.
/// </summary>
internal static class NaiveModel
{
    private const int MostRounds = 1000;

    /// <param name="filledBytes">Memory that is not zero.</param>
    /// <param name="dirtyBytesPerSecond">Dirty rate over one second.</param>
    /// <param name="linkBytesPerSecond">Rate of the link.</param>
    /// <param name="maxDowntimeSeconds">Allowed pause.</param>
    /// <returns>Null when it says that the migration never ends.</returns>
    public static NaivePrediction? Predict(double filledBytes, double dirtyBytesPerSecond, double linkBytesPerSecond, double maxDowntimeSeconds)
    {
        double sent = 0, round = filledBytes;
        for (int rounds = 1; rounds <= MostRounds; rounds++)
        {
            sent += round;
            double left = dirtyBytesPerSecond * round / linkBytesPerSecond;
            if (left <= linkBytesPerSecond * maxDowntimeSeconds)
            {
                double total = sent + left;
                return new NaivePrediction(total / linkBytesPerSecond, left / linkBytesPerSecond, total, rounds);
            }
            if (dirtyBytesPerSecond >= linkBytesPerSecond)
                return null;
            round = left;
        }
        return null;
    }
}
