using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class LibvirtErrorReasonsTests
{
    [TestCase(LibvirtErrorCode.InternalError, "internal error: Unable to find an unused port in range 'migration' (49152-49215)", ReasonCodes.NoFreePort)]
    [TestCase(LibvirtErrorCode.MigrateUnsafe, "Unsafe migration: whatever", ReasonCodes.UnsafeDisk)]
    [TestCase(LibvirtErrorCode.InternalError, "internal error: Attempt to migrate guest to the same host mig-h1", ReasonCodes.SameHost)]
    [TestCase(LibvirtErrorCode.OperationFailed, "operation failed: domain 'web' already exists with uuid 8e39", ReasonCodes.DestinationClash)]
    [TestCase(LibvirtErrorCode.ConfigUnsupported, "unsupported configuration: guest and host CPU are not compatible", ReasonCodes.CpuIncompatible)]
    [TestCase(LibvirtErrorCode.ConfigUnsupported, "unsupported configuration: Emulator '/q' does not support machine type 'pc-x'", ReasonCodes.MachineTypeMissing)]
    [TestCase(LibvirtErrorCode.ConfigUnsupported, "Emulator '/q' does not support virt type 'kvm'", ReasonCodes.VirtualizationTypeMissing)]
    [TestCase(LibvirtErrorCode.OperationFailed, "operation failed: Failed to connect to remote libvirt URI qemu+tls://x/system: Failed to verify peer's certificate", ReasonCodes.Certificate)]
    [TestCase(LibvirtErrorCode.InternalError, "internal error: unable to execute QEMU command 'object-add': Unable to access credentials /etc/pki/qemu/ca-cert.pem: No such file or directory", ReasonCodes.Certificate)]
    [TestCase(LibvirtErrorCode.OperationFailed, "operation failed: job 'migration out' failed: Certificate does not match the hostname b", ReasonCodes.Certificate)]
    [TestCase(LibvirtErrorCode.OperationFailed, "operation failed: Failed to connect to remote libvirt URI qemu+tcp://x/system", ReasonCodes.DestinationUnreachable)]
    [TestCase(LibvirtErrorCode.OperationInvalid, "Requested operation is not valid: cannot migrate a domain with <hostdev mode='subsystem' type='pci'>", ReasonCodes.HostDevice)]
    [TestCase(LibvirtErrorCode.OperationInvalid, "Requested operation is not valid: domain is not running", ReasonCodes.DomainInactive)]
    [TestCase(LibvirtErrorCode.OperationTimeout, "Timed out during operation", ReasonCodes.DomainBusy)]
    [TestCase(LibvirtErrorCode.NoDomain, "gone", ReasonCodes.UnknownDomain)]
    [TestCase(LibvirtErrorCode.InternalError, "internal error: qemu unexpectedly closed the monitor", ReasonCodes.MigrationError)]
    public void Map_Error_HasItsCodeAndKeepsTheMessage(LibvirtErrorCode code, string message, string expected) => Assert.That(
        LibvirtErrorReasons.Map(TwoHosts.Error(code, message)), Is.EqualTo(new Reason(expected, message)));
}
