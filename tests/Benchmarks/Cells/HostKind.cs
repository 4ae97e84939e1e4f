namespace ShadowMig.Benchmarks.Cells;

/// <summary>Which guest runs on which hosts.</summary>
internal enum HostKind
{
    /// <summary>The micro-guest on KVM, libvirt 9.0 and QEMU 7.2.</summary>
    MicroBookworm,

    /// <summary>The micro-guest on KVM, libvirt 11.3 and QEMU 10.0.</summary>
    MicroTrixie,

    /// <summary>Linux on TCG, libvirt 11.3 and QEMU 10.0.</summary>
    LinuxTrixie,
}
