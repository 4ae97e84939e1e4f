using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Tests.Commands;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Autopilot;

public sealed class SingleMoveTests
{
    private readonly CommandLineFixture _line = new();
    private FleetNodeSample _target = FleetSamples.Node("n2", Samples.At);

    [TestCase(MigrationResult.Completed, MoveState.Completed)]
    [TestCase(MigrationResult.Failed, MoveState.Failed)]
    [TestCase(MigrationResult.Cancelled, MoveState.Cancelled)]
    [TestCase(MigrationResult.Unknown, MoveState.Unknown)]
    public async Task Run_PlanSaysGo_MigratesAndTellsWhatBothEndsShow(MigrationResult result, MoveState expected)
    {
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.Plan);
        _line.SetReport(Samples.ReportOf(result));
        MoveStatus status = await RunAsync();
        Assert.That((status.State, status.MigrationId, status.To), Is.EqualTo((expected, Samples.Report.Id, "n2")));
        _line.Preflight.Verify(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), FleetSamples.Web.Uuid.ToString(), "qemu+tcp://n2/system", It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()));
        _line.Migrator.Verify(m => m.MigrateAsync(It.Is<MigrationPlan>(p => p.Chosen == Samples.Plan.Chosen), "qemu+tcp://n1/system", null, It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task Run_LastLookSaysNo_IsRefusedWithItsReasonsAndMovesNothing()
    {
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.NoGo);
        _line.Migrator.Invocations.Clear();
        MoveStatus status = await RunAsync();
        Assert.That((status.State, status.MigrationId, status.Reasons[0].Code), Is.EqualTo((MoveState.Refused, (string?)null, ReasonCodes.DowntimeLimit)));
        _line.Migrator.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Run_TargetFilledUpSinceTheDecision_IsRefusedAndMovesNothing()
    {
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.Plan);
        _target = FleetSamples.Node("n2", Samples.At, (FleetSamples.Guest(8), 1), (FleetSamples.Guest(9), 1));
        _line.Migrator.Invocations.Clear();
        MoveStatus status = await RunAsync();
        Assert.That((status.State, status.Reasons[0].Code), Is.EqualTo((MoveState.Refused, ReasonCodes.WouldOverload)));
        _line.Migrator.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Run_StoppedBeforeItBegan_IsDropped()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        _line.Migrator.Invocations.Clear();
        MoveStatus status = await RunAsync(stop.Token);
        Assert.That((status.State, status.Reasons[0].Code), Is.EqualTo((MoveState.Dropped, ReasonCodes.ServiceStopping)));
        _line.Migrator.VerifyNoOtherCalls();
    }

    private async Task<MoveStatus> RunAsync(CancellationToken stop = default)
    {
        ServiceCollection services = new();
        services.AddShadowMig(new ConfigurationBuilder().Build(), _line.Time, LogLevel.None);
        _line.Environment.Override!(services);
        await using ServiceProvider provider = services.BuildServiceProvider();
        Mock<INodeInventory> inventory = new();
        inventory.SetupGet(i => i.Nodes).Returns([new("n1", "qemu+tcp://n1/system"), new("n2", "qemu+tcp://n2/system")]);
        Mock<IFleetSource> fleet = new();
        fleet.SetupGet(f => f.Latest).Returns(() => [_target]);
        FixedOptions<MonitoringOptions> monitoring = new(new());
        TargetRecheck target = new(fleet.Object, _line.Cordons.Object, _line.Drains.Object, new FixedOptions<AutopilotOptions>(new()), monitoring, _line.Time);
        SingleMove single = new(provider.GetRequiredService<GuestMove>(), target, inventory.Object, monitoring, _line.Time);
        return await single.RunAsync(FleetSamples.Move, stop);
    }
}
