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
}
