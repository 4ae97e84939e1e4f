using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ShadowMig.Native.Tests;

/// <summary>Thousands of calls leave nothing behind: neither on the C heap nor in resident memory.</summary>
public sealed partial class LeakTests
{
    private const int WarmUp = 500;
    private const int Calls = 1_500;
    private const int Rounds = 6;

    /// <summary>Less than the smallest block of malloc (32 bytes) for each call.</summary>
    private const long HeapLimit = 24L * Calls;

    private const long ResidentLimit = 16L << 20;

    private static IEnumerable<TestCaseData> Repeated
    {
        get
        {
            yield return Case("Open", (_, _) => TestDriver.Open().Dispose());
            yield return Case("GetVersions", (connection, _) => connection.GetVersions());
            yield return Case("GetHostName", (connection, _) => connection.GetHostName());
            yield return Case("GetCapabilities", (connection, _) => connection.GetCapabilities());
            yield return Case("GetDomainCapabilities", (connection, _) => Fails(() => connection.GetDomainCapabilities(architecture: "i686", virtualizationType: "test")));
            yield return Case("Node", (connection, _) => (connection.GetNodeInfo(), connection.GetNodeCpuTimes(), connection.GetFreePages([4, 2048], 0, 2)));
            yield return Case("Resources", (connection, _) => (connection.IsNetworkActive("default"), connection.HasInterface("eth1"), connection.HasVolume("default-pool", "x")));
            yield return Case("ResourcesThatAreNot", (connection, _) => (connection.IsNetworkActive("x"), connection.HasInterface("x"), connection.HasVolume("/x")));
            yield return Case("ListDomains", (connection, _) => DisposeAll(connection.ListDomains()));
            yield return Case("FindDomainByName", (connection, domain) => connection.FindDomainByName(domain.Name)!.Dispose());
            yield return Case("FindDomainByUuid", (connection, domain) => connection.FindDomainByUuid(domain.Uuid)!.Dispose());
            yield return Case("FindDomainThatIsNot", (connection, _) => connection.FindDomainByName("nobody"));
            yield return Case("GetAllDomainStatistics", (connection, _) => connection.GetAllDomainStatistics(DomainStatisticsGroups.All, DomainFilter.All, noWait: true));
            yield return Case("GetStatistics", (_, domain) => domain.GetStatistics(DomainStatisticsGroups.All, noWait: true));
            yield return Case("GetXml", (_, domain) => domain.GetXml());
            yield return Case("GetInfo", (_, domain) => (domain.GetInfo(), domain.GetState(), domain.IsActive, domain.IsPersistent, domain.GetMemoryStatistics()));
            yield return Case("SuspendResume", (_, domain) => SuspendResume(domain));
            yield return Case("DefineUndefine", (connection, _) => DefineUndefine(connection));
            yield return Case("CreateDestroy", (connection, _) => CreateDestroy(connection));
            yield return Case("FailedDefine", (connection, _) => Fails(() => connection.DefineDomain("<nonsense/>")));
            yield return Case("FailedMigrate", (_, domain) => Fails(() => domain.Migrate("test:///other", FullRequest)));
            yield return Case("FailedJobStatistics", (_, domain) => Fails(() => domain.GetJobStatistics()));
            yield return Case("Subscribe", (connection, domain) => connection.Subscribe(
                LibvirtEventKinds.Lifecycle | LibvirtEventKinds.ConnectionClosed, domain, _ => { }).Dispose());
            yield return Case("SubscribedSuspendResume", (connection, domain) => SubscribedSuspendResume(connection, domain));
        }
    }

    private static MigrationRequest FullRequest => new()
    {
        Flags = MigrationFlags.Live | MigrationFlags.PeerToPeer,
        DestinationXml = new string('x', 2000),
        CompressionMethods = ["xbzrle"],
        XbzrleCacheBytes = 1 << 26,
        BandwidthMebibytesPerSecond = 100,
    };

    [TestCaseSource(nameof(Repeated))]
    public void Calls_ByTheThousand_LeaveNothingBehind(Action<ILibvirtConnection, ILibvirtDomain> call)
    {
        using ILibvirtConnection connection = TestDriver.Open();
        using ILibvirtDomain domain = TestDriver.StartDomain(connection);
        Repeat(WarmUp);
        long resident = Settled().Resident;

        // The run time itself allocates now and then; a leak grows in each round.
        long leastGrowth = long.MaxValue;
        for (int round = 0; round < Rounds && leastGrowth >= HeapLimit; round++)
        {
            long before = Settled().Heap;
            Repeat(Calls);
            leastGrowth = Math.Min(leastGrowth, Settled().Heap - before);
        }

        long residentGrowth = Settled().Resident - resident;
        domain.Destroy();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leastGrowth, Is.LessThan(HeapLimit), $"bytes on the C heap in {Calls} calls");
            Assert.That(residentGrowth, Is.LessThan(ResidentLimit), "resident bytes");
        }

        void Repeat(int times)
        {
            for (int i = 0; i < times; i++)
                call(connection, domain);
        }
    }

    [Test]
    public void HeapInUse_AfterAnAllocationThatStays_ShowsIt()
    {
        nuint size = 1 << 16;
        long before = HeapInUse();
        nint block = Marshal.AllocHGlobal((nint)size);
        long after = HeapInUse();
        Marshal.FreeHGlobal(block);

        // Other threads of the runner free a little meanwhile.
        Assert.That(after - before, Is.GreaterThan((long)size * 7 / 8));
    }

    private static TestCaseData Case(string name, Action<ILibvirtConnection, ILibvirtDomain> call) => new TestCaseData(call).SetArgDisplayNames(name);

    private static TestCaseData Case(string name, Func<ILibvirtConnection, ILibvirtDomain, object?> call) =>
        Case(name, (ILibvirtConnection connection, ILibvirtDomain domain) => { _ = call(connection, domain); });

    private static void DisposeAll(IReadOnlyList<ILibvirtDomain> domains)
    {
        foreach (ILibvirtDomain domain in domains)
            domain.Dispose();
    }

    private static void SuspendResume(ILibvirtDomain domain)
    {
        domain.Suspend();
        domain.Resume();
    }

    private static void DefineUndefine(ILibvirtConnection connection)
    {
        using ILibvirtDomain domain = connection.DefineDomain(TestDriver.Xml("leak-defined"));
        domain.Undefine();
    }

    private static void CreateDestroy(ILibvirtConnection connection)
    {
        using ILibvirtDomain domain = connection.CreateDomain(TestDriver.Xml("leak-created"));
        domain.Destroy();
    }

    private static void SubscribedSuspendResume(ILibvirtConnection connection, ILibvirtDomain domain)
    {
        using var heard = new CountdownEvent(2);
        using (connection.Subscribe(LibvirtEventKinds.Lifecycle, domain, _ => heard.Signal()))
        {
            SuspendResume(domain);
            Assert.That(heard.Wait(TimeSpan.FromSeconds(10)), Is.True);
        }
    }

    private static void Fails(Action call)
    {
        try
        {
            call();
        }
        catch (LibvirtException)
        {
            return;
        }

        Assert.Fail("The call was to fail.");
    }

    private static (long Heap, long Resident) Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (HeapInUse(), Resident());
    }

    private static long Resident()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>Bytes that malloc has handed out and not got back.</summary>
    private static long HeapInUse()
    {
        MallInfo2 info = Mallinfo2();
        return (long)(info[MallInfo2.InUse] + info[MallInfo2.Mapped]);
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static partial MallInfo2 Mallinfo2();

    /// <summary>struct mallinfo2: ten numbers of size_t.</summary>
    [InlineArray(10)]
    private struct MallInfo2
    {
        internal const int Mapped = 4;
        internal const int InUse = 7;

        private nuint _first;
    }
}
