namespace ShadowMig.Benchmarks.Cells;

/// <summary>What a guest does to its memory, in kinds.</summary>
internal enum Workload
{
    /// <summary>It writes next to nothing.</summary>
    Idle,

    /// <summary>It writes pages at random.</summary>
    Uniform,

    /// <summary>Nine writes of ten go to a tenth of the pages.</summary>
    HotCold,

    /// <summary>It writes one page after the other.</summary>
    Streaming,

    /// <summary>It writes at double rate, then rests.</summary>
    Bursts,

    /// <summary>As <see cref="HotCold"/>, and the hot tenth moves on.</summary>
    MovingHot,

    /// <summary>It rewrites a small set with random content: neither deltas nor compression help.</summary>
    IncompressibleHot,

    /// <summary>It changes one byte of many pages.</summary>
    SmallChanges,

    /// <summary>It rewrites all its memory with random content, as QEMU's guestperf does.</summary>
    RewriteAll,
}
