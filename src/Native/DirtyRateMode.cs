namespace ShadowMig.Native;

/// <summary>How a dirty-rate calculation counts (virDomainDirtyRateCalcFlags).</summary>
public enum DirtyRateMode
{
    /// <summary>Hashes a sample of 512 pages a GiB twice; safe on every guest.</summary>
    PageSampling = 0,

    /// <summary>KVM's dirty log; not with the dirty ring on, never on TCG.</summary>
    DirtyBitmap = 1,

    /// <summary>KVM's dirty ring, per virtual processor; needs the ring on, never on TCG.</summary>
    DirtyRing = 2,
}
