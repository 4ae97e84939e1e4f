using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Picks how a guest's dirty pages are counted: exactly where that is safe, by sampling everywhere else.</summary>
/// <remarks>
/// The exact modes rest on KVM. Asked for on a TCG guest they crash QEMU 7.2 and the guest is gone, so every
/// virtualization type but kvm gets page-sampling, known to us or not.
/// </remarks>
internal static class DirtyRateModeSelector
{
    private static readonly Version FirstWithModes = new(8, 1);

    /// <summary>The mode for a guest on a node with this version of libvirt.</summary>
    public static DirtyRateMode Select(DomainDescription domain, Version libvirt) => domain switch
    {
        _ when domain.VirtualizationType != "kvm" || libvirt < FirstWithModes => DirtyRateMode.PageSampling,
        { HasDirtyRing: true } => DirtyRateMode.DirtyRing,
        _ => DirtyRateMode.DirtyBitmap,
    };
}
