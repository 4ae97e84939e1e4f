namespace ShadowMig.Native.Tests;

/// <summary>Connections, against libvirt's test driver.</summary>
public sealed class ConnectionTests
{
    private ILibvirtConnection _connection = null!;

    [SetUp]
    public void Open() => _connection = TestDriver.Open();

    [TearDown]
    public void Close() => _connection.Dispose();

    [Test]
    public void Open_TestDriver_IsAliveUnderItsUri()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_connection.Uri, Is.EqualTo(TestDriver.Uri));
            Assert.That(_connection.IsAlive, Is.True);
            Assert.That(_connection.IsReadOnly, Is.False);
        }
    }

    [Test]
    public void Open_UnknownScheme_Throws() =>
        Assert.That(
            () => new LibvirtConnector().Open("nowhere:///system"),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Level)).EqualTo(LibvirtErrorLevel.Error));

    [Test]
    public void Open_NobodyListens_Throws() =>
        Assert.That(
            () => new LibvirtConnector().Open("qemu+unix:///system?socket=/nowhere/libvirt-sock"),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.SystemError));

    [Test]
    public void Open_ReadOnly_RefusesChanges()
    {
        using ILibvirtConnection readOnly = new LibvirtConnector().Open(TestDriver.Uri, readOnly: true);
        using ILibvirtDomain domain = readOnly.FindDomainByName("test")!;

        Assert.That(readOnly.IsReadOnly, Is.True);
        Assert.That(domain.Suspend, Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.OperationDenied));
    }

    [Test]
    public void GetHostName_TestDriver_IsThisMachines() =>
        Assert.That(_connection.GetHostName(), Does.StartWith(Environment.MachineName));

    [Test]
    public void GetVersions_TestDriver_AreOneLibrarys()
    {
        LibvirtVersions versions = _connection.GetVersions();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(versions.Client, Is.GreaterThanOrEqualTo(new Version(8, 0, 0)));
            Assert.That(versions.Daemon, Is.EqualTo(versions.Client));
            Assert.That(versions.HypervisorType, Is.EqualTo("Test").IgnoreCase);
            Assert.That(versions.Hypervisor, Is.EqualTo(new Version(0, 0, 2)));
        }
    }

    [Test]
    public void GetCapabilities_TestDriver_IsXml() => Assert.That(_connection.GetCapabilities(), Does.StartWith("<capabilities>"));

    [Test]
    public void GetDomainCapabilities_TestDriver_IsNotSupported() =>
        Assert.That(
            () => _connection.GetDomainCapabilities(virtualizationType: "test", architecture: "i686"),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.NoSupport));

    [Test]
    public void GetNodeInfo_TestDriver_HasItsPretendedHardware() =>
        Assert.That(_connection.GetNodeInfo(), Is.EqualTo(new NodeInfo("i686", 3UL << 30, 16, 1400, 2, 2, 2, 2)));

    [Test]
    public void GetNodeCpuTimes_TestDriver_AreThere()
    {
        NodeCpuTimes times = _connection.GetNodeCpuTimes();

        Assert.That(times.User, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(times.Idle, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void GetNodeMemory_TestDriver_IsNotSupported() =>
        Assert.That(_connection.GetNodeMemory, Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.NoSupport));

    [Test]
    public void GetFreePages_DriverThatFillsNothing_IsEmpty() =>
        // The test driver writes numbers, but says that it filled none.
        Assert.That(_connection.GetFreePages([4, 2048], 0, 2), Is.Empty);

    [Test]
    public void GetFreePages_NothingAsked_IsRefused()
    {
        Assert.That(() => _connection.GetFreePages([], 0, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _connection.GetFreePages([4], 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void CompareCpu_TestDriver_Answers()
    {
        try
        {
            Assert.That(_connection.CompareCpu("<cpu><arch>i686</arch><model>pentium3</model></cpu>"), Is.Not.EqualTo(CpuComparison.Error));
        }
        catch (LibvirtException error)
        {
            Assert.That(error.Code, Is.EqualTo(LibvirtErrorCode.NoSupport));
        }
    }

    [Test]
    public void CompareHypervisorCpu_TestDriver_IsNotSupported() =>
        Assert.That(
            () => _connection.CompareHypervisorCpu(null, null, null, null, "<cpu/>"),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.NoSupport));

    [Test]
    public void SetKeepAlive_PeerInThisProcess_IsNotSupported() =>
        Assert.That(_connection.SetKeepAlive(TimeSpan.FromSeconds(5), 5), Is.False);

    [Test]
    public void Dispose_Twice_IsHarmless()
    {
        _connection.Dispose();
        _connection.Dispose();

        Assert.That(_connection.IsAlive, Is.False);
        Assert.That(_connection.GetHostName, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => _connection.Subscribe(LibvirtEventKinds.Lifecycle, null, _ => { }), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_WhileOthersCall_LetsThemFinish()
    {
        for (int round = 0; round < 50; round++)
        {
            ILibvirtConnection connection = TestDriver.Open();
            using var running = new CountdownEvent(3);
            Task[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => CallUntilDisposed(connection, running)))];
            running.Wait();

            connection.Dispose();

            Assert.That(Task.WaitAll(callers, TimeSpan.FromSeconds(20)), Is.True);
        }
    }

    private static void CallUntilDisposed(ILibvirtConnection connection, CountdownEvent running)
    {
        running.Signal();
        try
        {
            while (true)
            {
                using ILibvirtDomain? domain = connection.FindDomainByName("test");
                _ = domain!.GetXml();
            }
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
