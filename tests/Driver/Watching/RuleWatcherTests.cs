using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Watching;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Watching;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(30_000)]
public sealed class RuleWatcherTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));
    private readonly Mock<ISnapshotSource> _snapshots = new();
    private readonly Mock<IRuleSource> _rules = new();
    private readonly Messages _messages = new();

    [SetUp]
    public void SetUp() => _rules.SetupGet(r => r.Current).Returns([ShippedRules.Find("cpu-overload")!]);

    [Test]
    public void Tick_NodeBusyForTheDuration_IsOverloadedAndSaysSoOnce()
    {
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.95, 40);
        Assert.Multiple(() =>
        {
            Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Overloaded));
            Assert.That(watcher.Latest.Sample?.Node, Is.EqualTo("n1"));
            Assert.That(_messages.Warnings, Is.EqualTo(new[]
            {
                "Rule cpu-overload: the node is overloaded (cpu, warning) [above-threshold]: node-cpu-utilization is 0.95, threshold 0.9",
            }));
        });
    }

    [Test]
    public void Tick_LoadFalls_IsWellAgainAfterTheClearingDuration()
    {
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.95, 40);
        Run(watcher, 0.3, 20);
        Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Clearing));
        Run(watcher, 0.3, 20);
        Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Ok));
        Assert.That(_messages.Informations, Has.One.Contain("the node is well again"));
    }

    [Test]
    public void Tick_LibvirtFallsSilent_KeepsTheStateAndSaysSoOnce()
    {
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.95, 40);
        NodeSnapshot last = Snapshot(0.95);
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            watcher.Tick(last with { At = _time.GetUtcNow(), CollectorUp = false });
        }

        Assert.That(watcher.Latest.Statuses.Single(), Has.Property(nameof(RuleStatus.State)).EqualTo(RuleState.Overloaded).And.Property(nameof(RuleStatus.IsStale)).True);
        Assert.That(_messages.Warnings, Has.One.Contain("readings of node-cpu-utilization for the node are stale; it stays overloaded"));
    }

    [Test]
    public void Tick_RulesReplaced_TheNewOnesHoldFromTheNextTick()
    {
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.95, 40);
        _rules.SetupGet(r => r.Current).Returns([ShippedRules.Find("cpu-overload")! with { Threshold = 0.99 }]);
        Run(watcher, 0.95, 2);
        Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Ok));
        Assert.That(_messages.Informations, Has.One.Contain("what it said of the node (cpu) no longer holds"));
    }

    [Test]
    public void Tick_RuleInEffectTurnedOff_SaysThatItNoLongerHolds()
    {
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.95, 40);
        _rules.SetupGet(r => r.Current).Returns([]);
        Run(watcher, 0.95, 10);
        Assert.That(watcher.Latest.Statuses, Is.Empty);
        Assert.That(_messages.Informations, Has.Exactly(1).Contain("what it said of the node (cpu) no longer holds"));
    }

    [Test]
    public void Tick_SignalThatIsNotHere_IsSaidOnceAndDecidesNothing()
    {
        _rules.SetupGet(r => r.Current).Returns([ShippedRules.Find("memory-errors-uncorrected")!]);
        using RuleWatcher watcher = Watcher();
        Run(watcher, 0.5, 300);
        Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Unknown));
        Assert.That(_messages.Informations, Has.Exactly(1).Contain("node-ecc-uncorrected of the node has no reading here"));
    }

    [Test]
    public async Task ExecuteAsync_Snapshot_IsJudged(CancellationToken token)
    {
        using RuleWatcher watcher = Watcher();
        await watcher.StartAsync(token);
        while (watcher.Latest.Sample is null)
        {
            token.ThrowIfCancellationRequested();
            _snapshots.Raise(s => s.Published += null, Snapshot(0.5));
            await Task.Yield();
        }

        await watcher.StopAsync(token);
        Assert.That(watcher.Latest.Statuses.Single().State, Is.EqualTo(RuleState.Ok));
        Assert.That(watcher.ExecuteTask?.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task ExecuteAsync_RulesFail_GoesOn(CancellationToken token)
    {
        _rules.SetupGet(r => r.Current).Throws(new InvalidOperationException("a bug"));
        using RuleWatcher watcher = Watcher();
        await watcher.StartAsync(token);
        while (!_messages.All.Any(m => m.Text.Contains("Judging the rules failed", StringComparison.Ordinal)))
        {
            token.ThrowIfCancellationRequested();
            _snapshots.Raise(s => s.Published += null, Snapshot(0.5));
            await Task.Yield();
        }

        await watcher.StopAsync(token);
        Assert.That(watcher.ExecuteTask?.IsCompletedSuccessfully, Is.True);
    }

    private RuleWatcher Watcher() => new(
        _snapshots.Object, _rules.Object, new([new LibvirtNodeSignals()], new FixedOptions<MonitoringOptions>(new()), _time, NullLogger<SignalReader>.Instance), _messages);

    private void Run(RuleWatcher watcher, double cpu, int seconds)
    {
        for (int second = 0; second < seconds; second += 2)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            watcher.Tick(Snapshot(cpu));
        }
    }

    private NodeSnapshot Snapshot(double cpu) => new()
    {
        Node = new() { HostName = "n1", At = _time.GetUtcNow(), CpuUtilization = cpu },
        At = _time.GetUtcNow(),
        CollectorUp = true,
    };

    private sealed class Messages : ILogger<RuleWatcher>
    {
        private readonly List<(LogLevel Level, string Text)> _all = [];

        public IReadOnlyList<(LogLevel Level, string Text)> All
        {
            get
            {
                lock (_all)
                    return [.. _all];
            }
        }

        public IEnumerable<string> Warnings => All.Where(m => m.Level == LogLevel.Warning).Select(m => m.Text);

        public IEnumerable<string> Informations => All.Where(m => m.Level == LogLevel.Information).Select(m => m.Text);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_all)
                _all.Add((logLevel, formatter(state, exception)));
        }
    }
}
