namespace ShadowMig.Native;

/// <summary>Versions of the parts a connection runs through.</summary>
/// <param name="Client">The client library, libvirt.so.0.</param>
/// <param name="Daemon">The daemon's library.</param>
/// <param name="HypervisorType">The driver's name, for example QEMU or TEST.</param>
/// <param name="Hypervisor">The hypervisor; null when the daemon has none yet.</param>
public sealed record LibvirtVersions(Version Client, Version Daemon, string HypervisorType, Version? Hypervisor);
