namespace ShadowMig.Driver.Model;

/// <summary>A device that may be tied to the node: a host device, a shared file system, shared memory and the like.</summary>
/// <param name="Kind">The XML element: hostdev, interface, filesystem, shmem or launchSecurity.</param>
/// <param name="Type">Its kind in that element: pci, usb, mdev, scsi, hostdev, vdpa, 9p, virtiofs, sev and so on.</param>
/// <param name="Detail">What it is, for people.</param>
/// <param name="IsMovable">The XML itself says that it can follow the guest: a failover pair, a migratable driver, shared memory with role master.</param>
public sealed record DomainDevice(string Kind, string Type, string Detail, bool IsMovable);
