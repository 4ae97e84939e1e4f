namespace ShadowMig.Driver.Model;

/// <summary>Ways to move a guest.</summary>
public enum MigrationStrategy
{
    /// <summary>Pre-copy, nothing else.</summary>
    Plain,

    /// <summary>Pre-copy with QEMU's XBZRLE cache: only what changed within a page travels (the paper's shadow page).</summary>
    ShadowCache,

    /// <summary>One pre-copy pass, then the guest runs on the destination and pulls what is missing.</summary>
    PostCopy,

    /// <summary>Pre-copy over several connections (multifd), compressed where both sides can.</summary>
    Parallel,

    /// <summary>Pre-copy that slows the guest's processors down (auto-converge).</summary>
    Throttle,

    /// <summary>The shadow cache and the throttle together.</summary>
    ShadowCacheThrottle,
}
