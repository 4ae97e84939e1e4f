using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Tests.Monitoring;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Cluster;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FleetRotationTests
{
    private const string Uri1 = "qemu+tcp://node1/system";
    private const string Uri2 = "qemu+tcp://node2/system";

    private readonly FakeTimeProvider _time = new(new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly FixedOptions<MonitoringOptions> _options = new(new());
    private readonly Mock<IGuestObserver> _observer = new();
    private readonly Mock<ISnapshotSource> _own = new();
    private readonly List<string> _observed = [];

    [SetUp]
    public void SetUp()
    {
        _own.SetupGet(o => o.Latest).Returns(() => new NodeSnapshot { At = _time.GetUtcNow() });
        _observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ILibvirtConnection _, ILibvirtDomain domain, ObservationOptions _, IProgress<string>? _, CancellationToken _) =>
            {
                lock (_observed)
                    _observed.Add(domain.Name);
                return new() { Domain = new(domain.Name, domain.Uuid), At = default, PageSize = default, MemoryTotal = default };
            });
    }

    [Test]
    public async Task StepAsync_GuestsOfAnotherNode_TakesEachOnceAndTheSampleHasWhatItMeasured(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        using FleetRotation rotation = Rotation(node, sampler);
        FleetNodeReader reader = await TickAsync(sampler, token);
        using GuestRotation guests = rotation.Rotation(reader);

        Assert.That(await rotation.StepAsync(reader, guests, token), Is.True);
        Assert.That(await rotation.StepAsync(reader, guests, token), Is.True);
        Assert.That(await rotation.StepAsync(reader, guests, token), Is.False, "each once an interval");
        await TickAsync(sampler, token);
        Assert.That(_observed, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(sampler.Latest[0].Guests.Select(g => g.Observation?.Domain.Name), Is.EqualTo(new[] { "a", "b" }));

        node.Guests.Remove(node.Uuid("a"));
        await TickAsync(sampler, token);
        Assert.That(reader.Observations.All.Values.Select(o => o.Domain.Name), Is.EqualTo(new[] { "b" }), "who left is forgotten");
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task StepAsync_OwnNode_IsLeftToItsOwnRotation(bool sameUri, bool sameHost, CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        using FleetRotation rotation = Rotation(node, sampler);
        FleetNodeReader reader = await TickAsync(sampler, token);
        using GuestRotation guests = rotation.Rotation(reader);
        if (sameUri)
            _options.CurrentValue.ConnectionUri = Uri1;
        if (sameHost)
            _own.SetupGet(o => o.Latest).Returns(new NodeSnapshot { At = _time.GetUtcNow(), Node = new() { HostName = "node", At = _time.GetUtcNow() } });

        Assert.That(await rotation.StepAsync(reader, guests, token), Is.False);
        Assert.That(_observed, Is.Empty);
    }

    [Test]
    public async Task StepAsync_OwnNodeNotKnownYet_Waits(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1));
        using FleetRotation rotation = Rotation(node, sampler);
        FleetNodeReader reader = await TickAsync(sampler, token);
        using GuestRotation guests = rotation.Rotation(reader);
        _own.SetupGet(o => o.Latest).Returns(new NodeSnapshot());
        Assert.That(await rotation.StepAsync(reader, guests, token), Is.False);
    }

    [Test]
    public async Task ExecuteAsync_AnObservationHangsOnOneNode_DelaysNoOther(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using FleetSampler sampler = Sampler(node, new FleetNode("n1", Uri1), new FleetNode("n2", Uri2));
        using FleetRotation rotation = Rotation(node, sampler);
        await TickAsync(sampler, token);
        int calls = 0;
        _observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .Returns(async (ILibvirtConnection _, ILibvirtDomain domain, ObservationOptions _, IProgress<string>? _, CancellationToken stop) =>
            {
                // The first that comes never ends.
                if (Interlocked.Increment(ref calls) == 1)
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                return new() { Domain = new(domain.Name, domain.Uuid), At = default, PageSize = default, MemoryTotal = default };
            });
        await rotation.StartAsync(token);
        await TrackedTime.Until(() => sampler.Readers().Count(r => r.Observations.All.Count == 1) == 1, token);
        Assert.That(Volatile.Read(ref calls), Is.EqualTo(2), "one at a time on each");
        await rotation.StopAsync(token);
    }

    private static async Task<FleetNodeReader> TickAsync(FleetSampler sampler, CancellationToken token)
    {
        await sampler.TickAsync(token);
        return sampler.Readers()[0];
    }

    private FleetSampler Sampler(ScriptedNode node, params FleetNode[] nodes)
    {
        Mock<INodeInventory> inventory = new();
        inventory.SetupGet(i => i.Nodes).Returns(nodes);
        return new(inventory.Object, node.Connector.Object, _options, _time, NullLogger<FleetSampler>.Instance);
    }

    private FleetRotation Rotation(ScriptedNode node, FleetSampler sampler) => new(
        sampler, node.Connector.Object, _observer.Object, new ObservationGate(), _own.Object, _options, _time, NullLogger<FleetRotation>.Instance);
}
