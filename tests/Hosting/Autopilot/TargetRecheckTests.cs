using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Autopilot;

public sealed class TargetRecheckTests
{
    private readonly Mock<IFleetSource> _fleet = new();
    private readonly Mock<ICordonBook> _cordons = new();
    private readonly Mock<IDrainBook> _drains = new();
    private readonly FakeTimeProvider _time = new(Samples.At);
    private readonly TargetRecheck _recheck;

    public TargetRecheckTests()
    {
        _recheck = new(
            _fleet.Object, _cordons.Object, _drains.Object, new FixedOptions<AutopilotOptions>(new() { ClearedAt = 0.8, OverloadedAt = 0.9 }),
            new FixedOptions<MonitoringOptions>(new()), _time);
    }

    // Two processors: the guest asks for 0.5 of them, and 1.8 are allowed.
    [TestCase(1.2, null)]
    [TestCase(1.29, null)]
    [TestCase(1.31, ReasonCodes.WouldOverload)]
    public async Task Objection_TargetsLoad_IsWhatOverloadWouldBe(double asked, string? expected)
    {
        _fleet.SetupGet(f => f.Latest).Returns([Source(), FleetSamples.Node("n2", Samples.At, (FleetSamples.Guest(9), asked))]);
        Assert.That((await ObjectionAsync())?.Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task Objection_OneHighSample_RefusesNothing()
    {
        FleetNodeSample target = FleetSamples.Node("n2", Samples.At, (FleetSamples.Guest(9), 0.5));
        target = target with { Guests = [target.Guests[0] with { Demands = [0.5, 0.5, 0.5, 1.6] }] };
        _fleet.SetupGet(f => f.Latest).Returns([Source(), target]);
        Assert.That(await ObjectionAsync(), Is.Null);
    }

    [Test]
    public async Task Objection_TargetWasCordonedMeanwhile_SaysSo()
    {
        _fleet.SetupGet(f => f.Latest).Returns([Source(), FleetSamples.Node("n2", Samples.At)]);
        _cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new Cordon("n2", null, Samples.At)]);
        Assert.That((await ObjectionAsync())?.Code, Is.EqualTo(ReasonCodes.Cordoned));
    }

    [Test]
    public async Task Objection_TargetIsNotSeenAnyMore_SaysSo()
    {
        _fleet.SetupGet(f => f.Latest).Returns([Source(), FleetSamples.Node("n2", Samples.At - TimeSpan.FromHours(1))]);
        Assert.That((await ObjectionAsync())?.Code, Is.EqualTo(ReasonCodes.StaleData));
        _fleet.SetupGet(f => f.Latest).Returns([Source()]);
        Assert.That((await ObjectionAsync())?.Code, Is.EqualTo(ReasonCodes.StaleData));
    }

    [TestCase("n1")]
    [TestCase("n2")]
    public async Task Objection_EitherNodeIsDrainedMeanwhile_SaysByWhom(string node)
    {
        _fleet.SetupGet(f => f.Latest).Returns([Source(), FleetSamples.Node("n2", Samples.At)]);
        _drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new StandingDrain(node, 7, new(node, "desk:42", Samples.At))]);
        Reason? objection = await ObjectionAsync();
        Assert.That(objection?.Code, Is.EqualTo(ReasonCodes.NodeDraining));
        Assert.That(objection!.Message, Does.Contain("desk:42"));
    }

    [SetUp]
    public void NoCordons()
    {
        _cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        _drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
    }

    private static FleetNodeSample Source() => FleetSamples.Node("n1", Samples.At, (FleetSamples.Web, 0.5), (FleetSamples.Guest(2), 1.5));

    private Task<Reason?> ObjectionAsync() => _recheck.ObjectionAsync(FleetSamples.Move, CancellationToken.None);
}
