using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Model;

[TestFixture]
public sealed class DomainDescriptionParserTests
{
    private const string Uuid = "8e398729-d2cf-4096-a210-1ed88a2399b9";

    [Test]
    public void Parse_LiveGuest_ReadsWhatAMigrationDependsOn()
    {
        DomainDescription guest = DomainDescriptionParser.Parse($"""
            <domain type='kvm' id='3'>
              <name>web</name><uuid>{Uuid}</uuid>
              <memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>524288</currentMemory>
              <vcpu placement='static'>2</vcpu>
              <memoryBacking><hugepages><page size='2048' unit='KiB'/></hugepages></memoryBacking>
              <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
              <features><kvm><dirty-ring state='on' size='4096'/></kvm></features>
              <cpu mode='host-passthrough' migratable='on'/>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/><source file='/a.qcow2'/><target dev='vda'/></disk>
                <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>
                <disk type='block' device='disk'><source dev='/dev/loop0'/><target dev='vdb'/><shareable/></disk>
              </devices>
            </domain>
            """);
        Assert.Multiple(() =>
        {
            Assert.That(guest.Identity, Is.EqualTo(new DomainIdentity("web", Guid.Parse(Uuid))));
            Assert.That(guest.VirtualizationType, Is.EqualTo("kvm"));
            Assert.That(guest.IsEmulated, Is.False);
            Assert.That(guest.Machine, Is.EqualTo("pc-q35-7.2"));
            Assert.That(guest.Memory, Is.EqualTo(ByteCount.FromMebibytes(1024)));
            Assert.That(guest.CurrentMemory, Is.EqualTo(ByteCount.FromMebibytes(512)));
            Assert.That(guest.VirtualCpus, Is.EqualTo(2));
            Assert.That(guest.PageSize, Is.EqualTo(ByteCount.FromMebibytes(2)));
            Assert.That(guest.HasDirtyRing, Is.True);
            Assert.That(guest.CpuMode, Is.EqualTo("host-passthrough"));
            Assert.That(guest.Disks, Has.Count.EqualTo(3));
            Assert.That(guest.Disks[0], Is.EqualTo(new DomainDisk("vda", "file", "disk", "/a.qcow2", "none", false, false)));
            Assert.That(guest.Disks[1].IsEmpty, Is.True);
            Assert.That(guest.Disks[2].IsShareable, Is.True);
        });
    }

    [TestCase("b", 1048576, 1)]
    [TestCase("KiB", 1024, 1)]
    [TestCase("M", 1, 1)]
    [TestCase("GiB", 1, 1024)]
    public void Parse_MemoryUnits_AreThoseOfLibvirt(string unit, long number, int mebibytes) => Assert.That(
        DomainDescriptionParser.Parse($"<domain type='qemu'><name>a</name><memory unit='{unit}'>{number}</memory></domain>").Memory,
        Is.EqualTo(ByteCount.FromMebibytes(mebibytes)));

    [TestCase("<hostdev mode='subsystem' type='pci'/>", "pci", false)]
    [TestCase("<hostdev mode='subsystem' type='usb'/>", "usb", true)]
    [TestCase("<hostdev mode='subsystem' type='pci'><driver name='vfio' model='mlx5_vfio_pci'/></hostdev>", "pci", true)]
    [TestCase("<interface type='hostdev'><teaming type='transient' persistent='ua-0'/></interface>", "hostdev", true)]
    [TestCase("<filesystem type='mount'><driver type='virtiofs'/><target dir='x'/></filesystem>", "virtiofs", false)]
    [TestCase("<filesystem type='mount'><target dir='x'/></filesystem>", "9p", false)]
    [TestCase("<shmem name='s' role='master'><model type='ivshmem-plain'/></shmem>", "ivshmem-plain", true)]
    public void Parse_NodeDevices_AreFound(string device, string type, bool movable)
    {
        IReadOnlyList<DomainDevice> devices = DomainDescriptionParser.Parse(
            $"<domain type='kvm'><name>a</name><memory>1024</memory><devices>{device}<interface type='network'/></devices></domain>").NodeDevices;
        Assert.That(devices, Has.Count.EqualTo(1));
        Assert.That((devices[0].Type, devices[0].IsMovable), Is.EqualTo((type, movable)));
    }

    [Test]
    public void Parse_WhatTheDestinationMustHave_IsFound()
    {
        DomainDescription guest = DomainDescriptionParser.Parse("""
            <domain type='kvm'><name>a</name><memory>1024</memory>
              <numatune><memory mode='strict' nodeset='0-3,^1'/><memnode cellid='0' mode='preferred' nodeset='7'/></numatune>
              <devices>
                <disk type='volume' device='disk'><source pool='images' volume='a.img'/><target dev='vda'/></disk>
                <interface type='network'><source network='blue' portid='1' bridge='virbr0'/></interface>
                <interface type='bridge'><source bridge='br0'/></interface>
                <interface type='bridge'><source network='red' portid='2' bridge='red0'/></interface>
                <interface type='direct'><source dev='eth0' mode='bridge'/></interface>
                <interface type='user'/>
              </devices>
              <seclabel type='dynamic' model='apparmor' relabel='yes'/><seclabel type='dynamic' model='dac'/>
            </domain>
            """);
        Assert.Multiple(() =>
        {
            Assert.That(guest.BoundNumaNodes, Is.EqualTo(new[] { 0, 2, 3 }), "a preferred node is a wish");
            Assert.That((guest.Disks[0].Pool, guest.Disks[0].Source), Is.EqualTo(("images", "a.img")));
            Assert.That(guest.Interfaces, Is.EqualTo(new DomainInterface[] { new("network", "blue"), new("bridge", "br0"), new("network", "red"), new("direct", "eth0"), new("user", null) }));
            Assert.That(guest.SecurityModels, Is.EqualTo(new[] { "apparmor", "dac" }));
            Assert.That(guest.Policy, Is.SameAs(GuestPolicy.None));
        });
    }

    [TestCase("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain type='kvm'><name>&e;</name><memory>1</memory></domain>")]
    [TestCase("<domain")]
    [TestCase("<pool/>")]
    [TestCase("<domain type='kvm'><name>a</name></domain>")]
    public void Parse_NoDomainXml_IsAFormatError(string xml) =>
        Assert.That(() => DomainDescriptionParser.Parse(xml), Throws.TypeOf<FormatException>());
}
