namespace ShadowMig.Driver.Selection.Draining;

/// <summary>
/// Says which migration of a drain begins next, and in which order they wait. The bytes have to cross the link in any case, so
/// the whole cannot take less than bytes ÷ link rate. One stream that fills the link is as fast as two, and two prolong each
/// guest's pre-copy, in which it dirties more. So another one begins only while those that send leave part of the link unused:
/// where a stream is held back by its cap, by a processor or by a slower node, and while a migration whose last byte is sent
/// is closed and proved, which needs no link. Pure.
/// </summary>
public static class DrainSchedule
{
    // Less than this unused is not worth two guests in pre-copy at a time.
    private const double Filled = 0.85;

    // Largest first has to make the whole this much shorter.
    private const double WorthTheWait = 0.9;

    /// <summary>The migration to begin now; null to wait.</summary>
    /// <param name="running">Those that run, and whether each still has to send.</param>
    /// <param name="waiting">Those that wait, in their order.</param>
    /// <param name="link">What they share.</param>
    public static DrainMove? Next(IReadOnlyCollection<(DrainMove Move, bool Sends)> running, IEnumerable<DrainMove> waiting, DrainLink link)
    {
        double used = running.Where(r => r.Sends).Sum(r => r.Move.StreamRate);
        if (running.Count >= link.MaxOutgoing || used >= Filled * link.Rate.Value)
            return null;
        return waiting.FirstOrDefault(w => running.Count(r => r.Move.Target == w.Target) < link.MaxIncoming);
    }

    /// <summary>
    /// The order. Quick ones first: those are the small and calm guests, so that the node's processors and memory get free early,
    /// guests wait less in the mean (Smith 1956), and a drain that has to be broken off has moved most of them. Where streams do
    /// not fill the link, this may leave a long one alone at the end: then largest first, if that makes the whole a tenth shorter.
    /// </summary>
    public static IReadOnlyList<DrainMove> Order(IEnumerable<DrainMove> moves, DrainLink link)
    {
        DrainMove[] quick = [.. moves.OrderBy(m => m.Alone).ThenBy(m => m.Guest)];
        DrainMove[] large = [.. quick.Reverse()];
        return DrainForecast.Of(large, link).Total < WorthTheWait * DrainForecast.Of(quick, link).Total ? large : quick;
    }
}
