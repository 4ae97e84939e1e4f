namespace ShadowMig.Driver.Model;

/// <summary>What the way between two nodes gives to a migration.</summary>
public sealed record LinkEstimate
{
    /// <summary>Rate that one migration stream reaches without a cap.</summary>
    public required BytesPerSecond Rate { get; init; }

    /// <summary>Whether the rate was seen in a migration between these nodes, or is an assumption.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Standard deviation of the rate from one migration to the next, as a share of it; null when unknown.</summary>
    public double? RateSpread { get; init; }

    /// <summary>What several connections together can reach at most: the speed of the network interface; null when unknown.</summary>
    public BytesPerSecond? Capacity { get; init; }

    /// <summary>Fixed part of the downtime: device state and the switch itself.</summary>
    public required TimeSpan SwitchoverCost { get; init; }

    /// <summary>Standard deviation of <see cref="SwitchoverCost"/>; null when unknown.</summary>
    public TimeSpan? SwitchoverCostSpread { get; init; }

    /// <summary>The fixed part with the shadow cache, where the destination still has deltas to apply; null when unknown.</summary>
    public TimeSpan? DeltaSwitchoverCost { get; init; }

    /// <summary>How fast connections compress, as a multiple of what is assumed, seen where that and not the link held them back; null when unknown.</summary>
    public double? PackSpeed { get; init; }

    /// <summary>The fixed part in post-copy as libvirt counts it, without what the guest then waits for; null when unknown.</summary>
    public TimeSpan? PostCopySwitchoverCost { get; init; }

    /// <summary>The fixed part with parallel connections, beyond what waits to be unpacked; null when unknown.</summary>
    public TimeSpan? ParallelSwitchoverCost { get; init; }

    /// <summary>Time from the start of libvirt's job to the first byte: the destination's QEMU starts and listens.</summary>
    public TimeSpan SetupTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Standard deviation of <see cref="SetupTime"/>; null when unknown.</summary>
    public TimeSpan? SetupTimeSpread { get; init; }

    /// <summary>
    /// Time in which libvirt closes the job and both ends are asked who has the guest, after what libvirt counts as the total.
    /// Unless learned, what was seen of guests that move one after the other in the lab; of two at a time it is up to 2.2 s.
    /// </summary>
    public TimeSpan HandoverTime { get; init; } = TimeSpan.FromSeconds(1.2);

    // What a way adds or takes where it was not seen yet. Deltas have to be applied, and fill the socket's queue, which is emptied
    // during the pause, nearly as whole pages do: on links of 20, 60 and 200 MiB/s 93, 56 and 59 ms were seen in the mean, where
    // whole pages took 95, 65 and 26. Several connections have a queue each, and wait for each other: 40 to 86 ms more than one.
    private const double DeltaShare = 0.9;
    private static readonly TimeSpan UsualDeltaCost = TimeSpan.FromMilliseconds(55);
    private static readonly TimeSpan UsualParallelExtra = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UsualPostCopyCost = TimeSpan.FromMilliseconds(6);

    /// <summary>The fixed part of the downtime for one way: as seen, or as it usually is.</summary>
    public TimeSpan SwitchoverCostOf(MigrationStrategy strategy) => strategy switch
    {
        MigrationStrategy.ShadowCache or MigrationStrategy.ShadowCacheThrottle => DeltaSwitchoverCost ?? Longer(UsualDeltaCost, DeltaShare * SwitchoverCost),
        MigrationStrategy.PostCopy => PostCopySwitchoverCost ?? UsualPostCopyCost,
        MigrationStrategy.Parallel => ParallelSwitchoverCost ?? SwitchoverCost + UsualParallelExtra,
        _ => SwitchoverCost,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
