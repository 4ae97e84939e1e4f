using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Autopilot;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MoveRunnerTests : IDisposable
{
    private readonly Mock<ISingleMove> _single = new();
    private readonly Mock<IDecisionJournal> _journal = new();
    private readonly FixedOptions<AutopilotOptions> _options = new(new() { Armed = true });
    private readonly Mock<IMembership> _membership = new();
    private readonly FakeTimeProvider _time = new(Samples.At);
    private readonly List<(string Guest, MoveState State)> _recorded = [];
    private readonly Dictionary<string, TaskCompletionSource<MoveState>> _running = [];
    private readonly MoveRunner _runner;

    public MoveRunnerTests()
    {
        _single.Setup(s => s.RunAsync(It.IsAny<DecidedMove>(), It.IsAny<CancellationToken>())).Returns((DecidedMove move, CancellationToken stop) => RunAsync(move, stop));
        _journal.Setup(j => j.Set("d1", It.IsAny<MoveStatus>())).Callback((string _, MoveStatus move) =>
        {
            lock (_recorded)
                _recorded.Add((Name(move.Guest), move.State));
        });
        _membership.SetupGet(m => m.IsLeader).Returns(true);
        AutopilotCounters counters = new(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry()));
        _runner = new(_single.Object, _journal.Object, counters, _membership.Object, _options, _time, NullLogger<MoveRunner>.Instance);
    }

    public void Dispose() => _runner.Dispose();

    [Test]
    public async Task Begin_OneMove_IsRecordedFromItsBeginToItsEnd(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2")]);
        (await StartedAsync(1, token)).SetResult(MoveState.Completed);
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That(_recorded, Is.EqualTo(new[] { ("guest1", MoveState.Running), ("guest1", MoveState.Completed) }));
    }

    [Test]
    public async Task Begin_TwoMovesOfOneNode_RunOneAfterTheOther(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2"), Move(2, "n1", "n3"), Move(3, "n4", "n5")]);
        TaskCompletionSource<MoveState> first = await StartedAsync(1, token);
        await StartedAsync(3, token);
        Assert.That(Started(2), Is.False, "n1 gives one at a time");
        Assert.That(_runner.UnderWay, Has.Count.EqualTo(3));
        first.SetResult(MoveState.Completed);
        await StartedAsync(2, token);
    }

    [Test]
    public async Task Begin_NodeMayRunTwo_RunsBoth(CancellationToken token)
    {
        _options.CurrentValue = new() { Armed = true, MovesPerNode = 2 };
        _runner.Begin("d1", [Move(1, "n1", "n2"), Move(2, "n1", "n2"), Move(3, "n1", "n2")]);
        await StartedAsync(1, token);
        await StartedAsync(2, token);
        Assert.That(Started(3), Is.False);
    }

    [Test]
    public async Task Begin_CauseIsOverWhenItsTurnComes_IsDropped(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2"), Move(2, "n1", "n3")]);
        TaskCompletionSource<MoveState> first = await StartedAsync(1, token);
        _runner.IsNeeded = _ => false;
        first.SetResult(MoveState.Completed);
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That((Started(2), _recorded[^1]), Is.EqualTo((false, ("guest2", MoveState.Dropped))));
    }

    [Test]
    public async Task Begin_DisarmedMeanwhile_IsDropped(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2"), Move(2, "n1", "n3")]);
        TaskCompletionSource<MoveState> first = await StartedAsync(1, token);
        _options.CurrentValue = new() { Armed = false };
        first.SetResult(MoveState.Completed);
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That(_recorded[^1], Is.EqualTo(("guest2", MoveState.Dropped)));
    }

    [Test]
    public async Task StopAsync_OneRunsAndOneWaits_AbortsTheOneAndBeginsTheOtherNever(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2"), Move(2, "n1", "n3")]);
        TaskCompletionSource<MoveState> first = await StartedAsync(1, token);
        Task stop = _runner.StopAsync();
        Assert.That(stop.IsCompleted, Is.False, "where the guest is has to be established first");
        await UntilAsync(() => _stopped, token);
        first.SetResult(MoveState.Cancelled);
        await stop.WaitAsync(token);
        Assert.That(_recorded, Is.EquivalentTo(new[]
        {
            ("guest1", MoveState.Running), ("guest1", MoveState.Cancelled), ("guest2", MoveState.Dropped),
        }));
    }

    [Test]
    public async Task Begin_AfterTheStop_MovesNothing(CancellationToken token)
    {
        await _runner.StopAsync();
        _runner.Begin("d1", [Move(1, "n1", "n2")]);
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That((Started(1), _recorded.Single()), Is.EqualTo((false, ("guest1", MoveState.Dropped))));
    }

    [Test]
    public async Task Begin_JournalCannotBeWritten_MovesNothing(CancellationToken token)
    {
        _journal.Setup(j => j.Set("d1", It.IsAny<MoveStatus>())).Throws(new IOException("disk full"));
        _runner.Begin("d1", [Move(1, "n1", "n2")]);
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That(Started(1), Is.False);
    }

    [Test]
    public async Task Begin_SomethingUnexpected_IsUnknownNotSuccess(CancellationToken token)
    {
        _runner.Begin("d1", [Move(1, "n1", "n2")]);
        (await StartedAsync(1, token)).SetException(new InvalidOperationException("a bug"));
        await UntilAsync(() => _runner.UnderWay.Count == 0, token);
        Assert.That(_recorded[^1], Is.EqualTo(("guest1", MoveState.Unknown)));
    }

    private volatile bool _stopped;

    private async Task<MoveStatus> RunAsync(DecidedMove move, CancellationToken stop)
    {
        using CancellationTokenRegistration told = stop.Register(() => _stopped = true);
        TaskCompletionSource<MoveState> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_running)
            _running[move.Guest.Name] = end;
        return new(move.Guest.Uuid, move.To, await end.Task, _time.GetUtcNow(), null, []);
    }

    private static DecidedMove Move(int guest, string from, string to) => FleetSamples.Move with { Guest = FleetSamples.Guest(guest), From = from, To = to };

    private static string Name(Guid uuid) => Enumerable.Range(1, 3).Select(FleetSamples.Guest).Single(g => g.Uuid == uuid).Name;

    private bool Started(int guest)
    {
        lock (_running)
            return _running.ContainsKey($"guest{guest}");
    }

    private async Task<TaskCompletionSource<MoveState>> StartedAsync(int guest, CancellationToken token)
    {
        await UntilAsync(() => Started(guest), token);
        lock (_running)
            return _running[$"guest{guest}"];
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken token)
    {
        while (!condition())
        {
            token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
