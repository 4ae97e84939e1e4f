using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Tests.Monitoring;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Cluster;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FleetSamplerTests
{
    private const string Uri1 = "qemu+tcp://node1/system";
    private const string Uri2 = "qemu+tcp://node2/system";

    private readonly FakeTimeProvider _time = new(new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly FixedOptions<MonitoringOptions> _options = new(new());

    [Test]
    public async Task TickAsync_TwoSamples_TellWhatGuestsAskFor(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1, 2));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest[0].Load, Is.Null, "a rate needs two samples");
        node.Times[node.Uuid("a")] = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
        node.Times[node.Uuid("b")] = (TimeSpan.FromSeconds(2.5), TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(2));
        await sampler.TickAsync(token);

        FleetNodeSample sample = sampler.Latest[0];
        Assert.Multiple(() =>
        {
            Assert.That(sample.Guests.Select(g => g.Demands[^1]), Is.EqualTo(new[] { 0.75, 1.0 }), "used and waited for, at most the one processor that each has");
            Assert.That(sample.Load, Is.EqualTo(0.875), "of the two processors that the inventory says");
            Assert.That((sample.IsUp, sample.At, sample.Capabilities!.HostName), Is.EqualTo((true, (DateTimeOffset?)_time.GetUtcNow(), "node")));
            Assert.That(sample.Guests[0].Description!.Memory, Is.EqualTo(ByteCount.FromMebibytes(1024)));
            Assert.That(sample.MemoryAvailable, Is.EqualTo(ByteCount.FromMebibytes(512)));
        });
    }

    [Test]
    public async Task TickAsync_CacheIsMemoryOfGuests_IsNotAvailable(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b") { Memory = new(1 << 30, 1 << 28, 0, 3 << 28) };
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest[0].MemoryAvailable, Is.EqualTo(ByteCount.FromMebibytes(1024 - 2)));
    }

    [Test]
    public async Task TickAsync_ProcessorsNotConfigured_AreThoseOfTheNode(CancellationToken token)
    {
        using ScriptedNode node = new();
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        Assert.That((sampler.Latest[0].Processors, sampler.Latest[0].Load), Is.EqualTo((2.0, 0.0)));
    }

    [Test]
    public async Task TickAsync_OneNodeIsOutOfReach_KeepsTheOtherFresh(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        node.Connector.Setup(c => c.Open(Uri2, It.IsAny<bool>())).Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "no route"));
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1), new FleetNode("n2", Uri2));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.Select(n => (n.Node.Name, n.IsUp, n.At is not null)), Is.EqualTo(new[] { ("n1", true, true), ("n2", false, false) }));
    }

    [Test]
    public async Task ExecuteAsync_OneNodeHangs_DelaysNoOther(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using ManualResetEventSlim released = new();
        _options.CurrentValue = new() { CallBound = TimeSpan.FromDays(30) };
        int opening = 0;
        node.Connector.Setup(c => c.Open(Uri2, It.IsAny<bool>())).Returns(() =>
        {
            Interlocked.Increment(ref opening);
            released.Wait(CancellationToken.None);
            throw new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "too late");
        });
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1), new FleetNode("n2", Uri2));
        _options.CurrentValue.CallBound = TimeSpan.FromHours(1);
        DateTimeOffset begun = _time.GetUtcNow();
        await sampler.StartAsync(token);
        await TrackedTime.Until(() => Volatile.Read(ref opening) == 1 && sampler.Latest[0].At is not null, token);
        await TrackedTime.Until(() => sampler.Latest[0].At - begun >= TimeSpan.FromSeconds(4), token, () => _time.Advance(TimeSpan.FromMilliseconds(50)));

        Assert.That((sampler.Latest[1].At, Volatile.Read(ref opening)), Is.EqualTo(((DateTimeOffset?)null, 1)), "the other node is still waited for");
        await sampler.StopAsync(token);
        released.Set();
    }

    [Test]
    public async Task TickAsync_NodeFallsSilent_KeepsWhatWasKnownWithItsAge(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        DateTimeOffset? seen = sampler.Latest[0].At;
        node.Broken = new(LibvirtErrorCode.RpcError, 7, LibvirtErrorLevel.Error, "client socket is closed");
        _time.Advance(TimeSpan.FromSeconds(10));
        await sampler.TickAsync(token);
        Assert.That((sampler.Latest[0].IsUp, sampler.Latest[0].At, sampler.Latest[0].Guests.Count), Is.EqualTo((false, seen, 1)));
    }

    [Test]
    public async Task TickAsync_Descriptions_AreReadOnceAMinute(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        _time.Advance(TimeSpan.FromSeconds(2));
        await sampler.TickAsync(token);
        Assert.That(node.Descriptions, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(60));
        await sampler.TickAsync(token);
        Assert.That(node.Descriptions, Is.EqualTo(2));
    }

    [Test]
    public async Task FindBusyAsync_JobOnAGuest_NamesIt(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        node.Busy.Add(node.Uuid("b"));
        Assert.That(await sampler.FindBusyAsync("n1", token), Is.EquivalentTo(new Dictionary<Guid, bool> { [node.Uuid("a")] = false, [node.Uuid("b")] = true }));
        Assert.That(await sampler.FindBusyAsync("n9", token), Is.Empty);
    }

    [TestCase(10, 400)]
    [TestCase(20, 250, Description = "5 s, of which the default bound has one for each hundred guests")]
    public async Task FindBusyAsync_ManyGuests_TellsWhatWasAnsweredInTheirTime(int milliseconds, int known, CancellationToken token)
    {
        using ScriptedNode node = new([.. Enumerable.Range(0, 400).Select(i => $"g{i}")]);
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        node.OnJobAsked = _ => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        IReadOnlyDictionary<Guid, bool> busy = await sampler.FindBusyAsync("n1", token);
        Assert.That((busy.Count, node.Opened), Is.EqualTo((known, 1)), "the connection is kept");
    }

    [Test]
    public async Task FindBusyAsync_OneGuestHangs_TellsOfThoseBefore(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b", "c");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        node.OnJobAsked = guest =>
        {
            if (guest == node.Uuid("b"))
                node.Hang();
        };
        Task<IReadOnlyDictionary<Guid, bool>> asking = sampler.FindBusyAsync("n1", token);
        await TrackedTime.Until(() => asking.IsCompleted, token, () =>
        {
            if (node.HungCalls > 0)
                _time.Advance(TimeSpan.FromMilliseconds(100));
        });
        Assert.That((await asking).Keys, Is.EqualTo(new[] { node.Uuid("a") }));
    }

    [TestCase(LibvirtErrorCode.NoDomain, 2)]
    [TestCase(LibvirtErrorCode.RpcError, 1)]
    public async Task FindBusyAsync_LibvirtFails_LeavesOutThatGuestOrAllAfterIt(LibvirtErrorCode code, int known, CancellationToken token)
    {
        using ScriptedNode node = new("a", "b", "c");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        await sampler.TickAsync(token);
        node.OnJobAsked = guest =>
        {
            if (guest == node.Uuid("b"))
                throw new LibvirtException(code, 0, LibvirtErrorLevel.Error, "no");
        };
        IReadOnlyDictionary<Guid, bool> busy = await sampler.FindBusyAsync("n1", token);
        Assert.That((busy.Count, busy.ContainsKey(node.Uuid("b"))), Is.EqualTo((known, false)));
    }

    private FleetSampler Sampler(ScriptedNode node, params FleetNode[] nodes)
    {
        Mock<INodeInventory> inventory = new();
        inventory.SetupGet(i => i.Nodes).Returns(nodes);
        return new(inventory.Object, node.Connector.Object, _options, _time, NullLogger<FleetSampler>.Instance);
    }
}
