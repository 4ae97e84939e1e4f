namespace ShadowMig.Driver.Planning;

/// <summary>How QEMU is told to run pre-copy. Bytes and seconds.</summary>
internal readonly record struct PreCopySettings
{
    /// <summary>L: the max-downtime that QEMU tests against.</summary>
    public required double MaxDowntimeSeconds { get; init; }

    /// <summary>What the max-downtime is raised to in flight when rounds stop getting shorter; no higher than the above for not at all.</summary>
    public double RaisedMaxDowntimeSeconds { get; init; }

    /// <summary>XBZRLE cache; 0 without.</summary>
    public double CacheBytes { get; init; }

    /// <summary>Bytes on the wire for a byte of a page: below 1 where connections compress.</summary>
    public double WireShare { get; init; } = 1;

    /// <summary>Another share for pages that are sent again: what the guest rewrites may compress worse than what lies still.</summary>
    public double? RewrittenWireShare { get; init; }

    /// <summary>Least time a page, for the processor that compresses it.</summary>
    public double PageSeconds { get; init; }

    /// <summary>Another time for pages that are sent again.</summary>
    public double? RewrittenPageSeconds { get; init; }

    /// <summary>Whether there are several connections.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Compressed bytes that all connections' sockets hold between source and destination; 0 where nothing is compressed.</summary>
    public double QueueBytes { get; init; }

    /// <summary>What all connections carry together, as a multiple of one.</summary>
    public double LineFactor { get; init; } = 1;

    /// <summary>First throttle step, 0 to 1; 0 without throttling.</summary>
    public double ThrottleInitial { get; init; }

    /// <summary>Further throttle steps, 0 to 1.</summary>
    public double ThrottleIncrement { get; init; }

    /// <summary>Time after which a long round is looked at for the throttle; infinite where QEMU looks at round ends only.</summary>
    public double ThrottleCheckSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Settings with nothing switched on.</summary>
    public PreCopySettings()
    {
    }
}
