using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Autopilot;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AutopilotServiceTests : IDisposable
{
    private readonly Mock<IFleetSource> _fleet = new();
    private readonly Mock<IRuleReportSource> _rules = new();
    private readonly Mock<IDecisionJournal> _journal = new();
    private readonly Mock<ISingleMove> _single = new();
    private readonly Mock<ICordonBook> _cordons = new();
    private readonly Mock<IDrainBook> _drains = new();
    private readonly Mock<IMembership> _membership = new();
    private readonly Mock<IReservationBook> _reservations = new();
    private readonly Mock<ISnapshotSource> _snapshots = new();
    private readonly Mock<ILinkEstimator> _links = new();
    private readonly Mock<IMigrationPlanner> _planner = new();
    private readonly FixedOptions<AutopilotOptions> _options = new(new() { Duration = TimeSpan.FromSeconds(10) });
    private readonly FakeTimeProvider _time = new(Samples.At);
    private readonly List<(DecisionInput Input, AutopilotDecision Decision, bool Armed)> _recorded = [];
    private readonly TaskCompletionSource<MoveStatus> _end = new();
    private readonly MoveRunner _runner;
    private readonly AutopilotService _service;
    private Func<DateTimeOffset, FleetNodeSample[]> _nodes = FleetSamples.Overload;

    public AutopilotServiceTests()
    {
        _fleet.SetupGet(f => f.Latest).Returns(() => _nodes(_time.GetUtcNow()));
        _fleet.Setup(f => f.FindBusyAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string node, CancellationToken _) => _nodes(_time.GetUtcNow()).First(n => n.Node.Name == node).Guests.ToDictionary(g => g.Domain.Uuid, _ => false));
        _rules.SetupGet(r => r.Latest).Returns(RuleReport.Empty);
        _cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        _drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        _snapshots.SetupGet(s => s.Latest).Returns(new NodeSnapshot());
        _links.Setup(l => l.Estimate(It.IsAny<LinkEnds>())).Returns(new LinkEstimate { Rate = BytesPerSecond.FromMebibytes(100), SwitchoverCost = default });
        _journal.Setup(j => j.MovesSince(It.IsAny<DateTimeOffset>())).Returns([]);
        _journal.Setup(j => j.MigrationsSince(It.IsAny<DateTimeOffset>())).Returns([]);
        _journal.Setup(j => j.Add(It.IsAny<DecisionInput>(), It.IsAny<AutopilotDecision>(), It.IsAny<bool>(), It.IsAny<int>()))
            .Returns((DecisionInput input, AutopilotDecision decision, bool armed, int _) =>
            {
                _recorded.Add((input, decision, armed));
                return $"d{_recorded.Count}";
            });
        _single.Setup(s => s.RunAsync(It.IsAny<DecidedMove>(), It.IsAny<CancellationToken>())).Returns(_end.Task);
        AutopilotCounters counters = new(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry()));
        FixedOptions<MonitoringOptions> monitoring = new(new());
        _membership.SetupGet(m => m.IsLeader).Returns(true);
        _reservations.Setup(r => r.StandingAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Dictionary<Guid, ByteCount> { [new Guid(2, 0, 0, new byte[8])] = new(77) });
        _runner = new(_single.Object, _journal.Object, counters, _membership.Object, _options, _time, NullLogger<MoveRunner>.Instance);
        MoveForecaster forecaster = new(
            _snapshots.Object, _links.Object, Mock.Of<IGuestHistory>(), _planner.Object, new(new ConfigurationBuilder().Build()), _time);
        DecisionAssembler assembler = new(
            _fleet.Object, _cordons.Object, _drains.Object, _reservations.Object, _journal.Object, _runner, forecaster, _options, monitoring,
            new FixedOptions<Driver.Selection.SelectionOptions>(new()), _time);
        _service = new(
            _fleet.Object, _rules.Object, assembler, _journal.Object, _runner, counters, _membership.Object, _options, monitoring, _time,
            NullLogger<AutopilotService>.Instance);
    }

    public void Dispose()
    {
        _service.Dispose();
        _runner.Dispose();
    }

    [Test]
    public async Task Tick_OverloadLasts_RecordsTheDecisionOnceAndUnarmedMovesNothing(CancellationToken token)
    {
        await LookAsync(5, token);
        Assert.That((_recorded.Count, _service.Latest.Decision.Outcome), Is.EqualTo((0, DecisionOutcome.Pending)));
        await LookAsync(10, token);
        Assert.Multiple(() =>
        {
            Assert.That(_recorded, Has.Count.EqualTo(1), "the same answer is not written again");
            Assert.That((_recorded[0].Armed, _recorded[0].Decision.Outcome), Is.EqualTo((false, DecisionOutcome.Move)));
            Assert.That(_recorded[0].Decision.AllMoves.Select(m => (m.From, m.To)), Is.All.EqualTo(("n1", "n2")));
            Assert.That(_recorded[0].Input.Nodes[0].Guests[0].Forecast!.Seconds, Is.EqualTo(5.62).Within(0.01), "512 MiB over 100 MiB/s, and the setup");
            Assert.That(_service.Latest.Recorded?.Id, Is.EqualTo("d1"));
        });
        _single.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Tick_ArmedAtRunTime_RecordsAgainAndMoves(CancellationToken token)
    {
        await LookAsync(8, token);
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(10), Armed = true };
        await LookAsync(3, token);
        while (!_single.Invocations.Any())
        {
            token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.That(_recorded.Select(r => r.Armed), Is.EqualTo(new[] { false, true }), "while a move is under way, that is no new answer");
        Assert.That(_service.Latest.Decision.Findings[0].Reasons[0].Code, Is.EqualTo(ReasonCodes.MoveUnderWay));
        _single.Verify(s => s.RunAsync(It.Is<DecidedMove>(m => m.From == "n1" && m.To == "n2"), It.IsAny<CancellationToken>()), Times.Once);
        _end.SetResult(new(FleetSamples.Guest(1).Uuid, "n2", MoveState.Completed, Samples.At, null, []));
    }

    [Test]
    public async Task Tick_ShortSpike_DecidesNothing(CancellationToken token)
    {
        await LookAsync(3, token);
        _nodes = at => [FleetSamples.Node("n1", at, (FleetSamples.Guest(1), 0.1)), FleetSamples.Node("n2", at)];
        await LookAsync(10, token);
        Assert.That((_recorded.Count, _service.Latest.Decision.Outcome), Is.EqualTo((0, DecisionOutcome.Nothing)));
    }

    [Test]
    public async Task Tick_JournalCannotBeWritten_MovesNothing(CancellationToken token)
    {
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1), Armed = true };
        _journal.Setup(j => j.Add(It.IsAny<DecisionInput>(), It.IsAny<AutopilotDecision>(), It.IsAny<bool>(), It.IsAny<int>())).Throws(new IOException("disk full"));
        await _service.TickAsync(token);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.ThrowsAsync<IOException>(() => _service.TickAsync(token));
        _single.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Tick_AnotherServiceLeads_DecidesNothing(CancellationToken token)
    {
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1), Armed = true };
        _membership.SetupGet(m => m.IsLeader).Returns(false);
        await LookAsync(10, token);
        Assert.That((_recorded.Count, _service.Latest.Decision.Outcome), Is.EqualTo((0, DecisionOutcome.Pending)));
        _single.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Tick_ServiceIsEnding_BeginsNothingAndRecordsTheAnswerOnce(CancellationToken token)
    {
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1), Armed = true };
        await _runner.StopAsync();
        await LookAsync(5, token);
        Assert.That(_recorded, Has.Count.EqualTo(1));
        _single.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Tick_MetadataNamesAnUnknownProfile_KeepsThatGuestOnly(CancellationToken token)
    {
        DomainIdentity typo = FleetSamples.Guest(1);
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1) };
        _snapshots.SetupGet(s => s.Latest).Returns(new NodeSnapshot
        {
            Observations = new Dictionary<Guid, GuestObservation> { [typo.Uuid] = Samples.Observation with { Domain = typo } },
        });
        _nodes = at => [.. FleetSamples.Overload(at).Select(n => n with { Guests = [.. n.Guests.Select(g => g.Domain == typo ? WithProfile(g, "tpyo") : g)] })];
        await LookAsync(2, token);
        GuestFate fate = _recorded.Single().Decision.Findings[0].Guests.Single(g => g.Guest == typo);
        Assert.That((fate.Fate.Code, fate.Fate.Message), Is.EqualTo((ReasonCodes.UnknownData, "its metadata names the profile 'tpyo', which the configuration does not have")));
        Assert.That(_recorded[0].Decision.AllMoves.Select(m => m.Guest), Has.None.EqualTo(typo));
    }

    [Test]
    public async Task Tick_GuestWasObserved_TakesThePlannersPrediction(CancellationToken token)
    {
        DomainIdentity observed = FleetSamples.Guest(1);
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1) };
        _snapshots.SetupGet(s => s.Latest).Returns(new NodeSnapshot
        {
            Observations = new Dictionary<Guid, GuestObservation> { [observed.Uuid] = Samples.Observation with { Domain = observed } },
        });
        _planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.Plan);
        await LookAsync(2, token);
        MoveForecast? forecast = _recorded.Single().Input.Nodes[0].Guests.Single(g => g.Domain == observed).Forecast;
        Assert.That(forecast, Is.EqualTo(new MoveForecast(10, true)));
        _planner.Verify(p => p.Plan(It.IsAny<PlanningInput>()), Times.Once, "one observation is planned once");
    }

    [Test]
    public async Task Tick_GuestOfAnotherNodeWasObserved_TakesThePlannersPrediction(CancellationToken token)
    {
        DomainIdentity observed = FleetSamples.Guest(1);
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1) };
        _nodes = at => [.. FleetSamples.Overload(at).Select(n => n with
        {
            Guests = [.. n.Guests.Select(g => g.Domain == observed ? g with { Observation = Samples.Observation with { Domain = observed } } : g)],
        })];
        _planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.Plan);
        await LookAsync(2, token);
        MoveForecast? forecast = _recorded.Single().Input.Nodes[0].Guests.Single(g => g.Domain == observed).Forecast;
        Assert.That(forecast, Is.EqualTo(new MoveForecast(10, true)));
    }

    [Test]
    public async Task Tick_RuleOfTheLocalNode_CountsForTheNodeOfItsHostName(CancellationToken token)
    {
        _nodes = at => [FleetSamples.Node("n1", at, (FleetSamples.Guest(1), 0.5), (FleetSamples.Guest(2), 0.5)), FleetSamples.Node("n2", at)];
        _rules.SetupGet(r => r.Latest).Returns(Samples.Rules with
        {
            Sample = Samples.Rules.Sample! with { Node = "n1" },
            Statuses = [Samples.RuleStatus("memory-errors-uncorrected", RuleState.Degrading)],
        });
        await _service.TickAsync(token);
        Assert.That(_recorded.Single().Decision.AllMoves.Count(), Is.EqualTo(2), "the machine fails: all should leave");
        Assert.That(_recorded[0].Input.Causes.Single().Rule, Is.EqualTo("memory-errors-uncorrected"));
    }

    [Test]
    public async Task Tick_PastOfTheJournal_ReachesTheDecision(CancellationToken token)
    {
        DateTimeOffset at = Samples.At.AddSeconds(-30);
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1) };
        _cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon("n2", null, at)]);
        _journal.Setup(j => j.MovesSince(It.IsAny<DateTimeOffset>())).Returns([new(FleetSamples.Guest(2).Uuid, "n2", MoveState.Refused, at, null, [new("code", "why")])]);
        _journal.Setup(j => j.MigrationsSince(It.IsAny<DateTimeOffset>())).Returns(
        [
            new(FleetSamples.Guest(1).Uuid, new("elsewhere", "qemu+tcp://n9/system", null, new Guid(2, 0, 0, new byte[8])), at.AddSeconds(-9), at, at, true),
            new(FleetSamples.Guest(3).Uuid, new("qemu+tcp://n1/system", "qemu+tcp://n2/system"), at.AddHours(-1), at.AddHours(-1), null, false),
        ]);
        await LookAsync(2, token);
        DecisionInput input = _recorded.Single().Input;
        Assert.Multiple(() =>
        {
            Assert.That(input.Nodes.Select(n => n.IsCordoned), Is.EqualTo(new[] { false, true }));
            Assert.That(input.Nodes.Select(n => n.Reserved.Value), Is.EqualTo(new[] { 0, 77 }), "by the host's UUID");
            Assert.That(input.Refusals.Single(), Is.EqualTo(new PastRefusal(FleetSamples.Guest(2).Uuid, "n2", at, new("code", "why"))));
            Assert.That(input.Moves.Select(m => (m.From, m.To)), Is.EqualTo(new[] { ("elsewhere", "n2") }), "by the host's UUID; the migration whose process died long ago is not under way");
        });
    }

    [Test]
    public async Task Tick_AskingAfterJobsTakesLong_JudgesReadingsByTheBeginningOfTheLook(CancellationToken token)
    {
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1) };
        _fleet.Setup(f => f.FindBusyAsync("n1", It.IsAny<CancellationToken>()))
            .Callback(() => _time.Advance(TimeSpan.FromSeconds(7)))
            .ReturnsAsync(new Dictionary<Guid, bool> { [FleetSamples.Guest(1).Uuid] = true, [FleetSamples.Guest(2).Uuid] = false });
        await LookAsync(2, token);
        Assert.Multiple(() =>
        {
            Assert.That(_recorded[0].Decision.AllMoves.Select(m => m.Guest), Is.EqualTo(new[] { FleetSamples.Guest(2) }));
            Assert.That(_recorded[0].Input.Nodes[0].Guests.Select(g => g.IsBusy), Is.EqualTo(new bool?[] { true, false, null }), "the node did not tell of the third");
            Assert.That(_recorded[0].Input.Nodes[1].Guests, Is.Empty);
        });
    }

    [Test]
    public async Task Tick_OverloadedNodeIsBeingDrained_LeavesItsGuestsToTheDrain(CancellationToken token)
    {
        _options.CurrentValue = new() { Duration = TimeSpan.FromSeconds(1), Armed = true };
        _drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new StandingDrain("n1", 3, null)]);
        await LookAsync(2, token);
        Assert.That(_recorded.Single().Decision.Findings.Single().Reasons.Single().Code, Is.EqualTo(ReasonCodes.NodeDraining));
        _single.VerifyNoOtherCalls();
    }

    private async Task LookAsync(int times, CancellationToken token)
    {
        for (int i = 0; i < times; i++)
        {
            await _service.TickAsync(token);
            _time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private static FleetGuest WithProfile(FleetGuest guest, string profile) =>
        guest with { Description = guest.Description! with { Policy = new() { Profile = profile } } };
}
