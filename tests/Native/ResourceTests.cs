namespace ShadowMig.Native.Tests;

/// <summary>What the node offers to guests, against libvirt's test driver: network 'default', pool 'default-pool', interface 'eth1'.</summary>
public sealed class ResourceTests
{
    private ILibvirtConnection _connection = null!;

    [SetUp]
    public void Open() => _connection = TestDriver.Open();

    [TearDown]
    public void Close() => _connection.Dispose();

    [TestCase("default", true)]
    [TestCase("nowhere", null)]
    public void IsNetworkActive_ByName_TellsActiveFromMissing(string name, bool? active) =>
        Assert.That(_connection.IsNetworkActive(name), Is.EqualTo(active));

    [TestCase("eth1", true)]
    [TestCase("br9", false)]
    public void HasInterface_ByName_TellsWhetherItIsThere(string name, bool there) =>
        Assert.That(_connection.HasInterface(name), Is.EqualTo(there));

    [Test]
    public void HasVolume_NoneThere_IsFalse()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_connection.HasVolume("/nowhere/disk.qcow2"), Is.False);
            Assert.That(_connection.HasVolume("default-pool", "nothing"), Is.False);
            Assert.That(_connection.HasVolume("no-such-pool", "nothing"), Is.False);
        }
    }

    [Test]
    public void HasVolume_ThereByPathAndByName_IsTrue()
    {
        string node = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.xml");
        File.WriteAllText(node, """
            <node><pool type='dir'><name>images</name><target><path>/images</path></target>
              <volume type='file'><name>a.img</name><capacity>1048576</capacity></volume></pool></node>
            """);
        try
        {
            using ILibvirtConnection connection = new LibvirtConnector().Open($"test://{node}");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(connection.HasVolume("/images/a.img"), Is.True);
                Assert.That(connection.HasVolume("images", "a.img"), Is.True);
                Assert.That(connection.HasVolume("images", "b.img"), Is.False);
            }
        }
        finally
        {
            File.Delete(node);
        }
    }

    [Test]
    public void IsNetworkActive_ClosedConnection_Throws()
    {
        _connection.Dispose();
        Assert.That(() => _connection.IsNetworkActive("default"), Throws.TypeOf<ObjectDisposedException>());
    }
}
