using Microsoft.Extensions.Logging.Abstractions;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Cluster;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[CancelAfter(60_000)]
public sealed class SettlementTests
{
    private static readonly TransferOutcome Lost = new()
    {
        Call = CallOutcome.Lost,
        SwitchoverBegan = true,
        Reason = new(ReasonCodes.MigrationError, "connection closed"),
    };

    private TwoHosts _hosts = null!;
    private List<SettlementStep> _steps = null!;
    private Reason? _objection;

    [SetUp]
    public void SetUp() => (_hosts, _steps, _objection) = (new(), [], null);

    [Test]
    public async Task SettleAsync_TargetRunsSourcePaused_DestroysTheSourcesAndCompletes()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.PausedForMigration, TwoHosts.Running);
        Settled settled = await SettleAsync();
        Assert.That((settled.Result, settled.Reading.Ownership), Is.EqualTo((MigrationResult.Completed, new Ownership(GuestPresence.Absent, GuestPresence.Running))));
        Assert.That(_steps, Is.EqualTo(new[] { SettlementStep.DestroySource }));
    }

    [Test]
    public async Task SettleAsync_TargetRunsSourcePausedAndPersistent_RemovesTheDefinitionToo()
    {
        (_hosts.SourceState, _hosts.DestinationState, _hosts.Persistent) = (TwoHosts.PausedForMigration, TwoHosts.Running, true);
        Settled settled = await SettleAsync();
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_steps, Is.EqualTo(new[] { SettlementStep.DestroySource, SettlementStep.UndefineSource }));
    }

    [Test]
    public async Task SettleAsync_SourcePausedTargetAbsent_ResumesTheSource()
    {
        _hosts.SourceState = TwoHosts.PausedForMigration;
        Settled settled = await SettleAsync();
        Assert.That((settled.Result, settled.Reading.Ownership), Is.EqualTo((MigrationResult.Failed, new Ownership(GuestPresence.Running, GuestPresence.Absent))));
    }

    [Test]
    public async Task SettleAsync_BothPaused_DestroysTheTargetsAndResumesTheSources()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.PausedForMigration, new(DomainState.Paused, 11));
        Settled settled = await SettleAsync();
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(_hosts.Calls, Is.EqualTo(new[] { "destination: destroy", "source: resume" }));
    }

    [Test]
    public async Task SettleAsync_TargetOutOfReach_KeepsTheSourcePausedAndSaysUnknown()
    {
        (_hosts.SourceState, _hosts.DestinationReachable) = (TwoHosts.PausedForMigration, false);
        Settled settled = await SettleAsync();
        Assert.That((settled.Result, settled.Reading.Ownership), Is.EqualTo((MigrationResult.Unknown, new Ownership(GuestPresence.Paused, GuestPresence.Unknown))));
        Assert.That(_hosts.Calls, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_BothRun_PausesTheSourcesAndDestroysNothing()
    {
        _hosts.DestinationState = TwoHosts.Running;
        Settled settled = await SettleAsync();
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(_hosts.Calls, Is.EqualTo(new[] { "source: suspend" }));
        Assert.That(settled.Reasons[0].Code, Is.EqualTo(ReasonCodes.OwnershipUnknown));
    }

    [Test]
    public async Task SettleAsync_TargetHasNoDefinition_KeepsTheLastOne()
    {
        (_hosts.SourceState, _hosts.DestinationState, _hosts.Persistent) = (TwoHosts.ShutOff, TwoHosts.Running, false);
        Settled settled = await SettleAsync();
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_hosts.Calls, Is.Empty);
        Assert.That(settled.Reasons, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task SettleAsync_PostCopyBroken_TouchesNothing()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (new(DomainState.Paused, 13), null);
        Settled settled = await SettleAsync(Lost with { PostCopyBegan = true });
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(_hosts.Calls, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_SourcesDaemonStillTidiesUp_WaitsForIt()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.PausedForMigration, null);
        _hosts.OnOpened = times => _hosts.SourceState = times < 2 ? TwoHosts.PausedForMigration : TwoHosts.Running;
        Settled settled = await SettleAsync(bound: TimeSpan.FromSeconds(30));
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(_steps, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_TargetsDaemonStillTidiesUp_SaysThatNothingIsThereOnceItIsSo()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.Running, TwoHosts.InShutdown);
        _hosts.OnOpened = times => _hosts.DestinationState = times < 3 ? TwoHosts.InShutdown : null;
        Settled settled = await SettleAsync(Lost with { SwitchoverBegan = false }, TimeSpan.FromSeconds(30));
        Assert.That((settled.Result, settled.Reading.Ownership), Is.EqualTo((MigrationResult.Failed, new Ownership(GuestPresence.Running, GuestPresence.Absent))));
    }

    [Test]
    public async Task SettleAsync_StepNotPermitted_ChangesNothingAndSaysWhy()
    {
        _hosts.SourceState = TwoHosts.PausedForMigration;
        _objection = new(ReasonCodes.LockLost, "the lock is lost");
        Settled settled = await SettleAsync();
        Assert.That(settled.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(settled.Reasons, Has.Member(_objection));
        Assert.That(_hosts.Calls, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_AnswersAreNeverTheSameTwice_TakesNoStepAndSaysSo()
    {
        _hosts.DestinationState = TwoHosts.Running;
        _hosts.OnOpened = times => _hosts.SourceState = times % 2 == 0 ? TwoHosts.Running : TwoHosts.PausedForMigration;
        Settled settled = await SettleAsync();
        Assert.That((settled.Result, settled.Reasons[^1].Code), Is.EqualTo((MigrationResult.Unknown, ReasonCodes.OwnershipUnknown)));
        Assert.That(settled.Reasons[^1].Message, Does.EndWith("was not done: what the nodes answered was not the same twice within 0.1 s"));
        Assert.That(_steps, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_OneAnswerUsesTheBoundUp_AsksOnceMoreAndTakesTheStep()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.PausedForMigration, TwoHosts.Running);
        Settled settled = await SettleAsync(bound: TimeSpan.Zero);
        Assert.That((settled.Result, _steps.Single()), Is.EqualTo((MigrationResult.Completed, SettlementStep.DestroySource)));
    }

    [Test]
    public async Task SettleAsync_DefinitionIsSeenOnceOnly_CompletesAndLeavesIt()
    {
        (_hosts.DestinationState, _hosts.Persistent) = (TwoHosts.Running, true);
        _hosts.OnOpened = times => _hosts.SourceState = times == 1 ? TwoHosts.PausedForMigration : TwoHosts.ShutOff;
        Settled settled = await SettleAsync(bound: TimeSpan.Zero);
        Assert.That((settled.Result, _steps.Count), Is.EqualTo((MigrationResult.Completed, 0)));
        Assert.That(settled.Reasons.Single().Message, Does.StartWith("undefine-source was not done"));
    }

    [Test]
    public async Task SettleAsync_LockIsLostWhileTheStepConnects_ChangesNothingAndSaysWhy()
    {
        ScriptedLocks locks = new();
        GuestLock held = (await GuestLock.TakeAsync(
            locks, Claims.Of(), TimeSpan.FromMilliseconds(900), TimeProvider.System, NullLogger.Instance, default)).Lock!;
        _hosts.SourceState = TwoHosts.PausedForMigration;
        _hosts.OnOpened = _ =>
        {
            if (_steps.Count == 0)
                return;
            locks.Stands = false;
            Assert.That(SpinWait.SpinUntil(() => held.Standing == LockStanding.Lost, TimeSpan.FromSeconds(20)), Is.True);
        };
        Settled settled = await SettleAsync(guard: held);
        await held.DisposeAsync();
        Assert.That((settled.Result, settled.Reasons[^1].Code), Is.EqualTo((MigrationResult.Unknown, ReasonCodes.LockLost)));
        Assert.That(_steps, Is.EqualTo(new[] { SettlementStep.ResumeSource }));
        Assert.That(_hosts.Calls, Is.Empty);
    }

    [Test]
    public async Task SettleAsync_DaemonWakesUpAfterTheStepWasGivenUp_ChangesNothing()
    {
        using ManualResetEventSlim wakes = new();
        Thread? late = null;
        _hosts.SourceState = TwoHosts.PausedForMigration;
        _hosts.OnOpened = _ =>
        {
            if (_steps.Count == 0)
                return;
            late = Thread.CurrentThread;
            wakes.Wait(TimeSpan.FromSeconds(50));
        };
        Settled settled = await SettleAsync(callBound: TimeSpan.FromSeconds(1));
        wakes.Set();
        Assert.That(late!.Join(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That((settled.Result, settled.Reasons[^1].Message), Is.EqualTo((MigrationResult.Unknown, "resume-source failed: libvirt did not answer within 3 s")));
        Assert.That(_hosts.Calls, Is.Empty);
    }

    private Task<Reason?> Permit(SettlementStep step)
    {
        _steps.Add(step);
        return Task.FromResult(_objection);
    }

    private Task<Settled> SettleAsync(
        TransferOutcome? outcome = null, TimeSpan? bound = null, TimeSpan? callBound = null, GuestLock? guard = null)
    {
        FixedOptions<MigrationOptions> options = new(new MigrationOptions
        {
            OwnershipBound = bound ?? TimeSpan.FromMilliseconds(100),
            OwnershipRetry = TimeSpan.FromMilliseconds(2),
            ConnectBound = callBound ?? TimeSpan.FromSeconds(8),
            CallBound = callBound ?? TimeSpan.FromSeconds(5),
        });
        ILibvirtConnector connector = _hosts.Connector.Object;
        var settlement = new Settlement(
            new OwnershipResolver(connector, options, TimeProvider.System, NullLogger<OwnershipResolver>.Instance),
            connector, options, TimeProvider.System, NullLogger<Settlement>.Instance);
        return settlement.SettleAsync(
            TwoHosts.SourceUri, TwoHosts.DestinationUri, MigrationTestData.Guest, outcome ?? Lost, (step, _) => Permit(step), guard);
    }
}
