namespace ShadowMig.Native.Tests;

/// <summary>Domains, against libvirt's test driver.</summary>
public sealed class DomainTests
{
    private ILibvirtConnection _connection = null!;
    private ILibvirtDomain _domain = null!;

    [SetUp]
    public void Start()
    {
        _connection = TestDriver.Open();
        _domain = TestDriver.StartDomain(_connection);
    }

    [TearDown]
    public void Stop()
    {
        TestDriver.Destroy(_connection, _domain.Uuid);
        _domain.Dispose();
        _connection.Dispose();
    }

    [Test]
    public void FindDomain_ByNameAndUuid_IsTheSame()
    {
        using ILibvirtDomain? byName = _connection.FindDomainByName(_domain.Name);
        using ILibvirtDomain? byUuid = _connection.FindDomainByUuid(_domain.Uuid);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byName?.Uuid, Is.EqualTo(_domain.Uuid));
            Assert.That(byUuid?.Name, Is.EqualTo(_domain.Name));
            Assert.That(_domain.GetXml(), Does.Contain($"<uuid>{_domain.Uuid}</uuid>"));
        }
    }

    [Test]
    public void FindDomain_NoneThere_IsNull()
    {
        Assert.That(_connection.FindDomainByName("nobody"), Is.Null);
        Assert.That(_connection.FindDomainByUuid(Guid.Empty), Is.Null);
    }

    [Test]
    public void ListDomains_ByFilter_HasThoseThatMatch()
    {
        string[] all = Names(DomainFilter.All);
        string[] paused = Names(DomainFilter.Paused);
        _domain.Suspend();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Does.Contain(_domain.Name).And.Contain("test"));
            Assert.That(paused, Does.Not.Contain(_domain.Name));
            Assert.That(Names(DomainFilter.Paused), Does.Contain(_domain.Name));
            Assert.That(Names(DomainFilter.Active | DomainFilter.Transient), Does.Contain(_domain.Name));
            Assert.That(Names(DomainFilter.Persistent), Does.Not.Contain(_domain.Name));
        }
    }

    [Test]
    public void GetInfo_RunningDomain_IsAsDefined()
    {
        DomainInfo info = _domain.GetInfo();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(info.State, Is.EqualTo(DomainState.Running));
            Assert.That(info.MaximumMemoryBytes, Is.EqualTo(8 << 20));
            Assert.That(info.MemoryBytes, Is.EqualTo(8 << 20));
            Assert.That(info.VirtualCpus, Is.EqualTo(2));
        }
    }

    [Test]
    public void SuspendAndResume_RunningDomain_ShowInItsState()
    {
        _domain.Suspend();
        DomainStateReading paused = _domain.GetState();
        _domain.Resume();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paused, Is.EqualTo(new DomainStateReading(DomainState.Paused, 1)));
            Assert.That(_domain.GetState().State, Is.EqualTo(DomainState.Running));
        }
    }

    [Test]
    public void Resume_OfADestroyedDomain_IsInvalid()
    {
        using ILibvirtDomain defined = _connection.DefineDomain(TestDriver.Xml(TestDriver.UniqueName()));

        Assert.That(defined.Resume, Throws.TypeOf<LibvirtException>());
        defined.Undefine();
    }

    [Test]
    public void DefineStartUndefineDestroy_Domain_ShowInItsPersistenceAndActivity()
    {
        using ILibvirtDomain domain = _connection.DefineDomain(TestDriver.Xml(TestDriver.UniqueName()));
        (bool Persistent, bool Active) defined = (domain.IsPersistent, domain.IsActive);
        domain.Create(paused: false);
        (bool Persistent, bool Active) started = (domain.IsPersistent, domain.IsActive);
        domain.Undefine();
        (bool Persistent, bool Active) undefined = (domain.IsPersistent, domain.IsActive);
        domain.Destroy();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(defined, Is.EqualTo((true, false)));
            Assert.That(started, Is.EqualTo((true, true)));
            Assert.That(undefined, Is.EqualTo((false, true)));
            Assert.That(_connection.FindDomainByUuid(domain.Uuid), Is.Null);
        }
    }

    [Test]
    public void Create_PausedWithADriverThatCannot_Throws()
    {
        using ILibvirtDomain defined = _connection.DefineDomain(TestDriver.Xml(TestDriver.UniqueName()));

        Assert.That(
            () => _connection.CreateDomain(TestDriver.Xml(TestDriver.UniqueName()), paused: true),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.InvalidArgument));
        Assert.That(
            () => defined.Create(paused: true),
            Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.InvalidArgument));
        defined.Undefine();
    }

    [Test]
    public void IsActive_OfATransientDomainThatEnded_Throws()
    {
        _domain.Destroy();

        Assert.That(
            () => _domain.IsActive, Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.NoDomain));
    }

    [Test]
    public void PeekMemory_MoreThanOneCallCarries_FillsTheBuffer()
    {
        // The test driver answers each call with 0, 1, 2 and so on.
        var buffer = new byte[(2 << 20) + 300];

        _domain.PeekMemory(0, buffer);

        Assert.That(buffer.AsSpan().SequenceEqual([.. Enumerable.Range(0, buffer.Length).Select(i => (byte)i)]), Is.True);
    }

    [Test]
    public void Autostart_Set_IsKept()
    {
        using ILibvirtDomain domain = _connection.DefineDomain(TestDriver.Xml(TestDriver.UniqueName()));
        bool before = domain.Autostart;
        domain.Autostart = true;
        bool after = domain.Autostart;
        domain.Undefine();

        Assert.That((before, after), Is.EqualTo((false, true)));
    }

    [Test]
    public void GetXml_AskedMigratable_IsTheSameDomain() =>
        Assert.That(_domain.GetXml(DomainXmlFlags.Secure | DomainXmlFlags.Inactive), Does.Contain(_domain.Name));

    [Test]
    public void GetAllDomainStatistics_TestDriver_HasStates()
    {
        IReadOnlyList<DomainStatistics> statistics =
            _connection.GetAllDomainStatistics(DomainStatisticsGroups.All, DomainFilter.Active, noWait: true);

        DomainStatistics mine = statistics.Single(domain => domain.Uuid == _domain.Uuid);
        Assert.That(mine.Name, Is.EqualTo(_domain.Name));
        Assert.That(mine.State?.State, Is.EqualTo(DomainState.Running));
    }

    [Test]
    public void GetStatistics_OneDomain_IsItsOwn()
    {
        DomainStatistics? statistics = _domain.GetStatistics(DomainStatisticsGroups.State, noWait: false);

        Assert.That(statistics?.Uuid, Is.EqualTo(_domain.Uuid));
        Assert.That(statistics.State?.State, Is.EqualTo(DomainState.Running));
    }

    [Test]
    public void GetMemoryStatistics_TestDriver_HasReadings() =>
        Assert.That(_domain.GetMemoryStatistics(), Is.Not.EqualTo(new DomainMemoryStatistics()));

    [Test]
    public void StartDirtyRateCalculation_PartOfASecond_IsRefused() =>
        Assert.That(
            () => _domain.StartDirtyRateCalculation(TimeSpan.FromMilliseconds(1500), DirtyRateMode.PageSampling),
            Throws.TypeOf<ArgumentOutOfRangeException>());

    private static IEnumerable<TestCaseData> WithoutSupport =>
    [
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.StartDirtyRateCalculation(TimeSpan.FromSeconds(1), DirtyRateMode.PageSampling)))
            .SetArgDisplayNames("StartDirtyRateCalculation"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.GetMigrationMaxDowntime())).SetArgDisplayNames("GetMigrationMaxDowntime"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.SetMigrationMaxDowntime(TimeSpan.FromSeconds(1)))).SetArgDisplayNames("SetMigrationMaxDowntime"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.GetMigrationMaxSpeed())).SetArgDisplayNames("GetMigrationMaxSpeed"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.SetMigrationMaxSpeed(100, postCopy: true))).SetArgDisplayNames("SetMigrationMaxSpeed"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.GetCompressionCacheBytes())).SetArgDisplayNames("GetCompressionCacheBytes"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.SetCompressionCacheBytes(1 << 26))).SetArgDisplayNames("SetCompressionCacheBytes"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.StartPostCopy())).SetArgDisplayNames("StartPostCopy"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.AbortJob())).SetArgDisplayNames("AbortJob"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.AbortJob(postCopy: true))).SetArgDisplayNames("AbortJobInPostCopy"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.GetJobInfo())).SetArgDisplayNames("GetJobInfo"),
        new TestCaseData((Action<ILibvirtDomain>)(domain => domain.GetJobStatistics(completed: true))).SetArgDisplayNames("GetJobStatistics"),
    ];

    [TestCaseSource(nameof(WithoutSupport))]
    public void Call_ThatTheDriverLacks_ThrowsNoSupport(Action<ILibvirtDomain> call) =>
        Assert.That(
            () => call(_domain), Throws.TypeOf<LibvirtException>().With.Property(nameof(LibvirtException.Code)).EqualTo(LibvirtErrorCode.NoSupport));

    [Test]
    public void Migrate_DriverWithoutMigration_Throws() =>
        Assert.That(
            () => _domain.Migrate("test:///other", new MigrationRequest { Flags = MigrationFlags.Live | MigrationFlags.PeerToPeer, BandwidthMebibytesPerSecond = 1 }),
            Throws.TypeOf<LibvirtException>());

    [Test]
    public void Call_OnADisposedDomain_Throws()
    {
        ILibvirtDomain? domain = _connection.FindDomainByName(_domain.Name);
        domain!.Dispose();
        domain.Dispose();

        Assert.That(domain.GetInfo, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => domain.GetStatistics(DomainStatisticsGroups.All, noWait: true), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Call_AfterItsConnectionWasDisposed_StillAnswers()
    {
        ILibvirtConnection connection = TestDriver.Open();
        using ILibvirtDomain? domain = connection.FindDomainByName(_domain.Name);
        connection.Dispose();

        Assert.That(domain!.GetState().State, Is.EqualTo(DomainState.Running));
    }

    private string[] Names(DomainFilter filter)
    {
        IReadOnlyList<ILibvirtDomain> domains = _connection.ListDomains(filter);
        string[] names = [.. domains.Select(domain => domain.Name)];
        foreach (ILibvirtDomain domain in domains)
            domain.Dispose();
        return names;
    }
}
