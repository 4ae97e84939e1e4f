using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>libvirt's error → reason code; libvirt's own message is kept. Pure.</summary>
/// <remarks>libvirt reports most migration errors with general codes, so the (untranslated) message decides.</remarks>
public static class LibvirtErrorReasons
{
    private static readonly (string Text, string Code)[] ByMessage =
    [
        ("Unable to find an unused port in range", ReasonCodes.NoFreePort),
        ("to the same host", ReasonCodes.SameHost),
        ("already exists", ReasonCodes.DestinationClash),
        ("already active", ReasonCodes.DestinationClash),
        ("already in use by domain", ReasonCodes.DestinationClash),
        ("CPU is incompatible", ReasonCodes.CpuIncompatible),
        ("CPU doesn't match specification", ReasonCodes.CpuIncompatible),
        ("guest and host CPU are not compatible", ReasonCodes.CpuIncompatible),
        ("machine type", ReasonCodes.MachineTypeMissing),
        ("does not support virt type", ReasonCodes.VirtualizationTypeMissing),
        ("domain type kvm", ReasonCodes.VirtualizationTypeMissing),
        ("without shared storage is unsafe", ReasonCodes.UnsafeDisk),
        ("<hostdev", ReasonCodes.HostDevice),
        ("assigned host devices", ReasonCodes.HostDevice),
        ("shmem device", ReasonCodes.HostDevice),
        ("virtiofs", ReasonCodes.HostDevice),
        ("VirtFS", ReasonCodes.HostDevice),
        // Before those of the connection, which a certificate that is turned down ends too.
        ("certificate", ReasonCodes.Certificate),
        ("Unable to access credentials", ReasonCodes.Certificate),
        ("TLS handshake", ReasonCodes.Certificate),
        ("Failed to connect to remote libvirt URI", ReasonCodes.DestinationUnreachable),
        ("unable to connect to server", ReasonCodes.DestinationUnreachable),
        ("No route to host", ReasonCodes.DestinationUnreachable),
        ("Cannot allocate memory", ReasonCodes.DestinationMemory),
        ("cannot set up guest memory", ReasonCodes.DestinationMemory),
        ("another migration job", ReasonCodes.DomainBusy),
        ("cannot acquire state change lock", ReasonCodes.DomainBusy),
        ("domain is not running", ReasonCodes.DomainInactive),
        ("Domain not found", ReasonCodes.UnknownDomain),
    ];

    /// <summary>The reason that an error of a migration stands for.</summary>
    public static Reason Map(LibvirtException error) => new(Code(error), error.Message);

    private static string Code(LibvirtException error)
    {
        if (error.Code == LibvirtErrorCode.MigrateUnsafe)
            return ReasonCodes.UnsafeDisk;
        string? known = Array.Find(ByMessage, entry => error.Message.Contains(entry.Text, StringComparison.OrdinalIgnoreCase)).Code;
        return known ?? error.Code switch
        {
            LibvirtErrorCode.NoDomain => ReasonCodes.UnknownDomain,
            LibvirtErrorCode.OperationTimeout => ReasonCodes.DomainBusy,
            _ => ReasonCodes.MigrationError,
        };
    }
}
