using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class MountedFileSystemsTests
{
    private static readonly string[] Mounts =
    [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        "36 22 0:40 / /srv/images rw,relatime shared:2 master:9 - nfs4 filer:/images rw",
        "37 36 8:2 / /srv/images/fast rw - xfs /dev/sdb1 rw",
        "38 22 0:41 / /srv/with\\040space rw - ceph mon:/ rw",
        "broken line",
    ];

    [TestCase("/var/lib/libvirt/images/a.qcow2", false)]
    [TestCase("/srv/images/a.qcow2", true)]
    [TestCase("/srv/images-old/a.qcow2", false)]
    [TestCase("/srv/images/fast/a.qcow2", false)]
    [TestCase("/srv/with space/a.qcow2", true)]
    public void IsShared_Path_IsThatOfItsLongestMount(string path, bool shared) =>
        Assert.That(new MountedFileSystems(() => Mounts).IsShared(path), Is.EqualTo(shared));

    [Test]
    public void IsShared_TableCannotBeRead_IsUnknown() =>
        Assert.That(new MountedFileSystems(() => throw new IOException()).IsShared("/a"), Is.Null);

    [TestCase("qemu:///system", true)]
    [TestCase("qemu+unix:///system?socket=/run/x", true)]
    [TestCase("qemu+tcp://198.51.100.2/system", false)]
    public void IsLocal_Uri_TellsWhetherFilesCanBeLookedAt(string uri, bool local) => Assert.That(LibvirtUri.IsLocal(uri), Is.EqualTo(local));
}
