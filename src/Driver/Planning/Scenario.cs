namespace ShadowMig.Driver.Planning;

/// <summary>One possible world: what the prediction is computed for. Bytes and seconds.</summary>
internal readonly record struct Scenario
{
    /// <summary>R: memory that holds something.</summary>
    public required double NonZeroBytes { get; init; }

    /// <summary>Z: pages that hold only zeroes.</summary>
    public required double ZeroPages { get; init; }

    /// <summary>Bytes a page as QEMU's migration counts them.</summary>
    public required double PageBytes { get; init; }

    /// <summary>W(t), as the guest writes while it migrates.</summary>
    public required WorkingSetCurve WorkingSet { get; init; }

    /// <summary>The bandwidth limit; infinite without one.</summary>
    public required double CapRate { get; init; }

    /// <summary>Rate that one connection reaches without a limit; the last stage uses it whole.</summary>
    public required double LineRate { get; init; }

    /// <summary>Time before the first byte.</summary>
    public required double SetupSeconds { get; init; }

    /// <summary>Fixed part of the downtime.</summary>
    public required double SwitchoverSeconds { get; init; }

    /// <summary>The same with the shadow cache.</summary>
    public required double DeltaSwitchoverSeconds { get; init; }

    /// <summary>The same with parallel connections.</summary>
    public required double ParallelSwitchoverSeconds { get; init; }

    /// <summary>The same in post-copy.</summary>
    public required double PostCopySwitchoverSeconds { get; init; }

    /// <summary>When to give up.</summary>
    public required double MaxTotalSeconds { get; init; }

    /// <summary>Bytes of a page's delta as XBZRLE sends it.</summary>
    public required double DeltaBytes { get; init; }

    /// <summary>Share of changed pages whose delta is no smaller than the page, 0 to 1.</summary>
    public required double OverflowShare { get; init; }

    /// <summary>How much of the working set lies scattered over the guest's memory, 0 is in one piece, 1 is at random.</summary>
    public required double ScatteredShare { get; init; }

    /// <summary>Time that XBZRLE takes to encode one page.</summary>
    public required double EncodeSeconds { get; init; }

    /// <summary>Time that compressing takes, as a multiple of what is expected.</summary>
    public required double PackFactor { get; init; }

    /// <summary>Bytes of memory a second that the destination unpacks and puts in place.</summary>
    public required double UnpackRate { get; init; }

    /// <summary>Where in a burst of sending the first test for the switch-over falls, 0 to 1.</summary>
    public required double BurstPhase { get; init; }
}
