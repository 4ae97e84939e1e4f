using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Monitoring;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NodeSamplerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private readonly TrackedTime _time = new();
    private readonly FixedOptions<MonitoringOptions> _options = new(new());
    private readonly ObservationStore _observations = new();
    private readonly Mock<IFileReader> _files = new();

    [Test]
    public async Task TickAsync_AllAnswer_PublishesNodeAndGuests(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b");
        using NodeSampler sampler = Sampler(node);
        _files.Setup(f => f.ReadOrNull("/proc/pressure/cpu")).Returns("some avg10=50.00 avg60=0.00\n");
        await sampler.TickAsync(token);
        Assert.Multiple(() =>
        {
            Assert.That(sampler.Latest.CollectorUp, Is.True);
            Assert.That(sampler.Latest.Guests.Select(g => g.Domain.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(sampler.Latest.Guests.Select(g => g.IsStale), Is.All.False);
            Assert.That(sampler.Latest.Node?.HostName, Is.EqualTo("node"));
            Assert.That(sampler.Latest.Node?.Pressure["cpu"], Is.EqualTo(0.5));
            Assert.That(node.Opened, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task TickAsync_CacheIsMemoryOfGuests_IsNotAvailable(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b") { Memory = new(1 << 30, 1 << 28, 0, 3 << 28) };
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.Node?.MemoryAvailable, Is.EqualTo(ByteCount.FromMebibytes(1024 - 2)));
        Assert.That(sampler.Latest.Node?.MemoryUtilization, Is.EqualTo(2 / 1024.0).Within(1e-9));
    }

    [Test]
    public async Task TickAsync_RemoteNode_DoesNotTakeThisMachinesPressure(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        _options.CurrentValue = new() { ConnectionUri = "qemu+tcp://10.0.0.2/system" };
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.Node?.Pressure, Is.Empty);
        _files.Verify(f => f.ReadOrNull(It.IsAny<string>()), Times.Never);
    }

    [Test]
    public async Task TickAsync_OneGuestHangs_AsksAgainOnASecondConnectionInTheSameTick(CancellationToken token)
    {
        using ScriptedNode node = new("a", "hung", "z");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        DateTimeOffset before = sampler.Latest.At;
        _time.Advance(_options.CurrentValue.SamplePeriod);

        node.Hung.Add(node.Uuid("hung"));
        await TickOverHungCallsAsync(sampler, node, 1, token);
        Assert.Multiple(() =>
        {
            Assert.That(node.Opened, Is.EqualTo(2));
            Assert.That(sampler.Latest.CollectorUp, Is.True);
            Assert.That(Guest(sampler, "a").At, Is.GreaterThan(before));
            Assert.That(Guest(sampler, "z").At, Is.GreaterThan(before));
            Assert.That(Guest(sampler, "hung").At, Is.EqualTo(before));
            Assert.That(sampler.Latest.CollectorDuration, Is.EqualTo(Bound));
        });

        // From now on libvirt skips the guest, and nothing hangs any more.
        await TickTimesAsync(sampler, 3, token);

        Assert.Multiple(() =>
        {
            Assert.That(node.HungCalls, Is.EqualTo(1));
            Assert.That(Guest(sampler, "hung").IsStale, Is.True);
            Assert.That(Guest(sampler, "a").IsStale, Is.False);
        });
        await TrackedTime.Until(() => node.Closed == 1, token);
    }

    [Test]
    public async Task TickAsync_ManyGuestsHang_AsksGuestByGuestAndKeepsTheOthers(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b", "h1", "h2", "h3");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        DateTimeOffset before = sampler.Latest.At;
        await TickOverThreeHungGuestsAsync(sampler, node, token);
        Assert.Multiple(() =>
        {
            Assert.That(sampler.Latest.CollectorUp, Is.True);
            Assert.That(sampler.Latest.Guests.Where(g => g.At > before).Select(g => g.Domain.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(sampler.Latest.Guests, Has.Count.EqualTo(5));
        });

        _time.Advance(_options.CurrentValue.SamplePeriod);
        await sampler.TickAsync(token);
        Assert.That(node.HungCalls, Is.EqualTo(3), "a quarantined guest is left alone");
    }

    [Test]
    public async Task TickAsync_ClockSetBackWhileTheBulkCallRests_TakesAllInOneCallAgainInTime(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b", "h1", "h2", "h3");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        await TickOverThreeHungGuestsAsync(sampler, node, token);
        int asked = node.PerGuestCalls;

        _time.ClockSet = TimeSpan.FromHours(-2);
        await TickTimesAsync(sampler, 3, token);
        int resting = node.PerGuestCalls;
        await TickTimesAsync(sampler, 6, token);
        Assert.Multiple(() =>
        {
            Assert.That(resting, Is.GreaterThan(asked));
            Assert.That(node.PerGuestCalls, Is.EqualTo(resting));
            Assert.That(Guest(sampler, "a").IsStale, Is.False);
            Assert.That(Guest(sampler, "h1").IsStale, Is.True, "its sample is from the future");
        });
    }

    [Test]
    public async Task TickAsync_DaemonGone_KeepsSamplesUntilStaleAndComesBack(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        node.Broken = new(LibvirtErrorCode.RpcError, 7, LibvirtErrorLevel.Error, "client socket is closed");
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.CollectorUp, Is.False);
        Assert.That(sampler.Latest.Guests.Single().IsStale, Is.False);

        await TickTimesAsync(sampler, 10, token);

        Assert.That(sampler.Latest.Guests.Single().IsStale, Is.True);
        Assert.That(node.Opened, Is.LessThan(8), "with back-off");

        node.Broken = null;
        _time.Advance(TimeSpan.FromSeconds(30));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.CollectorUp, Is.True);
        Assert.That(sampler.Latest.Guests.Single().IsStale, Is.False);
    }

    [Test]
    public async Task TickAsync_OnlyTheNodesOwnReadingsFail_GuestsStayFreshAndTheNodeBecomesStale(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.Node?.IsStale, Is.False);

        node.NodeBroken = new(LibvirtErrorCode.InternalError, 7, LibvirtErrorLevel.Error, "cannot read /proc/stat");
        await TickTimesAsync(sampler, 3, token);
        Assert.That(sampler.Latest.Node?.IsStale, Is.False);
        await TickTimesAsync(sampler, 1, token);
        Assert.Multiple(() =>
        {
            Assert.That(sampler.Latest.CollectorUp, Is.True);
            Assert.That(Guest(sampler, "a").IsStale, Is.False);
            Assert.That((sampler.Latest.Node?.HostName, sampler.Latest.Node?.IsStale), Is.EqualTo(("node", true)));
        });

        node.NodeBroken = null;
        await TickTimesAsync(sampler, 1, token);
        Assert.That(sampler.Latest.Node?.IsStale, Is.False);
    }

    [Test]
    public async Task TickAsync_HostNameHangsOnANewConnection_ReadsTheNodeUnderTheNameItHad(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using NodeSampler sampler = Sampler(node);
        await sampler.TickAsync(token);
        node.HostNameHangs = true;
        node.Broken = new(LibvirtErrorCode.RpcError, 7, LibvirtErrorLevel.Error, "client socket is closed");
        await TickTimesAsync(sampler, 1, token);
        node.Broken = null;
        await TickTimesAsync(sampler, 5, token);
        Assert.Multiple(() =>
        {
            Assert.That(node.Opened, Is.EqualTo(2));
            Assert.That(sampler.Latest.Node?.HostName, Is.EqualTo("node"));
            Assert.That(sampler.Latest.Node?.At, Is.EqualTo(sampler.Latest.At));
        });
        await TrackedTime.Until(() => node.HungCalls == 1, token);
    }

    [Test]
    public async Task TickAsync_HostNameHangsFromTheStart_SamplesGuestsAndAsksForItOnce(CancellationToken token)
    {
        using ScriptedNode node = new("a") { HostNameHangs = true };
        using NodeSampler sampler = Sampler(node);
        for (int tick = 0; tick < 3; tick++)
        {
            await TickOverHungCallsAsync(sampler, node, 1, token);
            Assert.That((sampler.Latest.CollectorUp, sampler.Latest.Node), Is.EqualTo((true, (NodeSample?)null)));
        }

        Assert.That((node.HungCalls, node.Opened), Is.EqualTo((1, 1)));
        node.Dispose();
        await TrackedTime.Until(() => sampler.Latest.Node is not null, token, () => sampler.TickAsync(token).GetAwaiter().GetResult());
    }

    [Test]
    public async Task TickAsync_GuestArrives_KnowsItsWaitingAfterTwoTicksMore(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using NodeSampler sampler = Sampler(node);
        await TickTimesAsync(sampler, 4, token);

        var late = Guid.NewGuid();
        node.Guests[late] = "late";
        await TickTimesAsync(sampler, 2, token);
        node.Times[late] = (TimeSpan.Zero, _options.CurrentValue.SamplePeriod / 2);
        await TickTimesAsync(sampler, 1, token);
        Assert.That(Guest(sampler, "late").WaitRatio, Is.EqualTo(0.5));
    }

    [Test]
    public async Task TickAsync_GuestLeft_RemovesItAndItsObservation(CancellationToken token)
    {
        using ScriptedNode node = new("a", "b");
        using NodeSampler sampler = Sampler(node);
        foreach ((Guid uuid, string name) in node.Guests)
            _observations.Put(new() { Domain = new(name, uuid), At = default, PageSize = default, MemoryTotal = default });
        await sampler.TickAsync(token);
        node.Guests.Remove(node.Uuid("b"));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.Guests.Select(g => g.Domain.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(sampler.Latest.Observations.Values.Select(o => o.Domain.Name), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task StopAsync_WhileACallHangs_EndsAtOnce(CancellationToken token)
    {
        using ScriptedNode node = new("a") { BulkHangs = true };
        using NodeSampler sampler = Sampler(node);
        await sampler.StartAsync(token);
        await TrackedTime.Until(() => node.HungCalls == 1, token);
        await sampler.StopAsync(token);
        Assert.That(sampler.ExecuteTask?.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task ExecuteAsync_UnexpectedError_GoesOn(CancellationToken token)
    {
        using ScriptedNode node = new("a");
        using NodeSampler sampler = Sampler(node);
        node.Connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Throws(new InvalidOperationException("a bug"));
        await sampler.TickAsync(token);
        Assert.That(sampler.Latest.CollectorUp, Is.False);
    }

    [Test]
    public void Latest_BeforeTheFirstTick_IsEmpty()
    {
        using ScriptedNode node = new();
        using NodeSampler sampler = Sampler(node);
        Assert.That(sampler.Latest.Guests, Is.Empty);
        Assert.That(sampler.Latest.CollectorUp, Is.False);
    }

    private static GuestSample Guest(NodeSampler sampler, string name) => sampler.Latest.Guests.Single(g => g.Domain.Name == name);

    private NodeSampler Sampler(ScriptedNode node) =>
        new(node.Connector.Object, _files.Object, _options, _observations, _time, NullLogger<NodeSampler>.Instance);

    private async Task TickTimesAsync(NodeSampler sampler, int ticks, CancellationToken token)
    {
        for (int tick = 0; tick < ticks; tick++)
        {
            _time.Advance(_options.CurrentValue.SamplePeriod);
            await sampler.TickAsync(token);
        }
    }

    private async Task TickOverThreeHungGuestsAsync(NodeSampler sampler, ScriptedNode node, CancellationToken token)
    {
        _time.Advance(_options.CurrentValue.SamplePeriod);
        foreach (string hung in new[] { "h1", "h2", "h3" })
            node.Hung.Add(node.Uuid(hung));

        // Two bulk calls hang at h1 and h2, then the call for h3 alone.
        Task tick = sampler.TickAsync(token);
        for (int hung = 1; hung <= 2; hung++)
            await PassHungCallAsync(node, hung, token);
        await TrackedTime.Until(() => node.PerGuestCalls == 4, token);
        await PassHungCallAsync(node, 3, token);
        await tick;
    }

    private async Task TickOverHungCallsAsync(NodeSampler sampler, ScriptedNode node, int hung, CancellationToken token)
    {
        Task tick = sampler.TickAsync(token);
        await PassHungCallAsync(node, hung, token);
        await tick;
    }

    private async Task PassHungCallAsync(ScriptedNode node, int hung, CancellationToken token)
    {
        // The timer of the call before may still be there when the hung one begins: the one that stays is the hung call's.
        await TrackedTime.UntilSteady(() => node.HungCalls == hung && _time.Waits(Bound) == 1, token);
        _time.Advance(Bound);
    }
}
