using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Monitoring;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RotationTests
{
    private readonly TrackedTime _time = new();
    private readonly FixedOptions<MonitoringOptions> _options = new(new());
    private readonly ObservationStore _store = new();
    private readonly ObservationGate _gate = new();
    private readonly Mock<IGuestObserver> _observer = new();
    private readonly List<string> _observed = [];
    private NodeSnapshot _snapshot = new();

    [SetUp]
    public void ObserveAtOnce() => Observe(_ => Task.CompletedTask);

    [Test]
    public async Task StepAsync_ThreeGuests_TakesEachOnceThenWaitsForTheInterval(CancellationToken token)
    {
        using WorkingSetRotation rotation = Rotation(Guest("c"), Guest("a"), Guest("b"));
        for (int step = 0; step < 3; step++)
        {
            Assert.That(await rotation.StepAsync(token), Is.True);
            _time.Advance(TimeSpan.FromSeconds(8));
        }

        Assert.That(await rotation.StepAsync(token), Is.False);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.That(await rotation.StepAsync(token), Is.True);
        Assert.That(_observed, Is.EqualTo(new[] { "a", "b", "c", "a" }));
        Assert.That(_store.All, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task StepAsync_ClockSetBack_MeasuresAfterTheSameInterval(CancellationToken token)
    {
        using WorkingSetRotation rotation = Rotation(Guest("a"));
        Assert.That(await rotation.StepAsync(token), Is.True);
        _time.ClockSet = TimeSpan.FromHours(-2);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await rotation.StepAsync(token), Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await rotation.StepAsync(token), Is.True);
    }

    [TestCase(DomainState.Paused, false)]
    [TestCase(DomainState.ShutOff, false)]
    [TestCase(DomainState.Running, true)]
    public async Task StepAsync_PausedShutOrStale_IsSkipped(DomainState state, bool isStale, CancellationToken token)
    {
        using WorkingSetRotation rotation = Rotation(Guest("a") with { State = state, IsStale = isStale });
        Assert.That(await rotation.StepAsync(token), Is.False);
    }

    [Test]
    public async Task StepAsync_GateClosed_IsSkippedUntilItOpens(CancellationToken token)
    {
        GuestSample guest = Guest("a");
        using WorkingSetRotation rotation = Rotation(guest);
        using (_gate.Close(guest.Domain.Uuid))
        {
            using (_gate.Close(guest.Domain.Uuid))
                Assert.That(await rotation.StepAsync(token), Is.False);
            Assert.That(await rotation.StepAsync(token), Is.False);
        }

        Assert.That(await rotation.StepAsync(token), Is.True);
    }

    [Test]
    public async Task StepAsync_GateClosesDuringAnObservation_LetsGoAtOnce(CancellationToken token)
    {
        GuestSample guest = Guest("a");
        using WorkingSetRotation rotation = Rotation(guest);
        TaskCompletionSource begun = new();
        Observe(stop =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        Task<bool> step = rotation.StepAsync(token);
        await begun.Task.WaitAsync(token);
        using (_gate.Close(guest.Domain.Uuid))
            Assert.That(await step, Is.True);
        Assert.That(_store.All, Is.Empty);
    }

    [Test]
    public async Task StepAsync_GuestBusyOrFailing_GoesOnWithTheNext(CancellationToken token)
    {
        using WorkingSetRotation rotation = Rotation(Guest("a"), Guest("b"), Guest("c"));
        Observe(_ => _observed[^1] switch
        {
            "a" => Task.FromException(new ObservationRefusedException(new(ReasonCodes.DomainBusy, "busy"))),
            "b" => Task.FromException(new TimeoutException()),
            _ => Task.CompletedTask,
        });
        while (await rotation.StepAsync(token))
        {
        }

        Assert.That(_observed, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(_store.All.Values.Select(o => o.Domain.Name), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public async Task StepAsync_CollectorDownOrSwitchedOff_DoesNothing(CancellationToken token)
    {
        using WorkingSetRotation rotation = Rotation(Guest("a"));
        NodeSnapshot up = _snapshot;
        _snapshot = up with { CollectorUp = false };
        Assert.That(await rotation.StepAsync(token), Is.False);
        _snapshot = up;
        _options.CurrentValue.ObserveGuests = false;
        Assert.That(await rotation.StepAsync(token), Is.False);
    }

    [Test]
    public void Close_DisposedTwice_OpensOnce()
    {
        Guid guest = Guid.NewGuid();
        IDisposable first = _gate.Close(guest);
        using IDisposable second = _gate.Close(guest);
        first.Dispose();
        first.Dispose();
        Assert.That(_gate.IsOpen(guest), Is.False);
    }

    private static GuestSample Guest(string name) =>
        new() { Domain = new(name, Guid.NewGuid()), At = default, State = DomainState.Running };

    private void Observe(Func<CancellationToken, Task> act) => _observer
        .Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
        .Returns(async (ILibvirtConnection _, ILibvirtDomain domain, ObservationOptions _, IProgress<string>? _, CancellationToken stop) =>
        {
            _observed.Add(domain.Name);
            await act(stop);
            return new() { Domain = new(domain.Name, domain.Uuid), At = default, PageSize = default, MemoryTotal = default };
        });

    private WorkingSetRotation Rotation(params GuestSample[] guests)
    {
        _snapshot = new() { CollectorUp = true, Guests = guests };
        Mock<ISnapshotSource> source = new();
        source.Setup(s => s.Latest).Returns(() => _snapshot);
        Mock<ILibvirtConnection> connection = new();
        connection.Setup(c => c.FindDomainByUuid(It.IsAny<Guid>())).Returns((Guid uuid) =>
        {
            Mock<ILibvirtDomain> domain = new();
            domain.Setup(d => d.Uuid).Returns(uuid);
            domain.Setup(d => d.Name).Returns(guests.Single(g => g.Domain.Uuid == uuid).Domain.Name);
            return domain.Object;
        });
        Mock<ILibvirtConnector> connector = new();
        connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Returns(connection.Object);
        return new(connector.Object, _observer.Object, source.Object, _store, _gate, _options, _time, NullLogger<WorkingSetRotation>.Instance);
    }
}
