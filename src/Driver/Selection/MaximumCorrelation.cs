namespace ShadowMig.Driver.Selection;

/// <summary>
/// The guest whose load goes most with that of the others (MC; Beloglazov and Buyya, CCPE 2012, section 6.3): highest
/// coefficient of determination when its history is regressed on theirs. Where histories are too short for that, the one that
/// moves fastest.
/// </summary>
public sealed class MaximumCorrelation : IGuestSelector
{
    private const int Window = 30;

    private readonly MinimumMigrationTime _fallback = new();

    /// <inheritdoc/>
    public string Name => "mc";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable)
    {
        int samples = Math.Min(Window, movable.Min(g => g.History.Length));
        // A regression on n - 1 others and a constant needs more samples than that.
        if (movable.Count < 2 || samples <= movable.Count)
            return _fallback.Choose(host, movable);

        double[] determination = MultipleCorrelation.Determination([.. movable.Select(g => g.History[^samples..])]);
        int best = 0;
        for (int i = 1; i < determination.Length; i++)
            best = determination[i] > determination[best] ? i : best;
        return movable[best];
    }
}
