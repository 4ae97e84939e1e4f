using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>A transfer from where it is now on: what its rest is computed from. Bytes and seconds.</summary>
internal readonly record struct Continuation
{
    /// <summary>Time since the synchronization that began the running round.</summary>
    public required double RoundAge { get; init; }

    /// <summary>Memory left to send in the running round, zero pages included.</summary>
    public required double Remaining { get; init; }

    /// <summary>Of that, pages that hold only zeroes; in the first pass only.</summary>
    public double RemainingZeroPages { get; init; }

    /// <summary>W(t) of the guest while it migrates.</summary>
    public required WorkingSetCurve Dirtying { get; init; }

    /// <summary>S: memory that the guest writes at all.</summary>
    public required double EverDirtied { get; init; }

    /// <summary>B: rate of the stream under its cap.</summary>
    public required double StreamRate { get; init; }

    /// <summary>Rate of the link, which the last stage uses whole.</summary>
    public required double LineRate { get; init; }

    /// <summary>Bytes a page.</summary>
    public required double PageBytes { get; init; }

    /// <summary>L: the pause that QEMU tests against.</summary>
    public required double MaxDowntime { get; init; }

    /// <summary>Fixed part of the downtime.</summary>
    public required double SwitchoverCost { get; init; }

    /// <summary>The shadow cache; null without.</summary>
    public CacheEstimate? Cache { get; init; }

    /// <summary>Rounds, the running one included, in which the cache finds nothing yet.</summary>
    public int RoundsInVain { get; init; }

    /// <summary>Time after which nothing more matters.</summary>
    public required double GiveUpAfter { get; init; }
}
