using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Tests.Cluster;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[CancelAfter(60_000)]
public sealed class MigratorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MigrationOptions _options = new()
    {
        Tls = false,
        PollInterval = TimeSpan.FromMilliseconds(2),
        AbortRetry = TimeSpan.FromMilliseconds(5),
        OwnershipBound = TimeSpan.FromMilliseconds(50),
        OwnershipRetry = TimeSpan.FromMilliseconds(2),
        EventLag = TimeSpan.FromMilliseconds(500),
    };

    private TwoHosts _hosts = null!;
    private Mock<IMigrationJournal> _journal = null!;
    private Mock<IReservationBook> _reservations = null!;
    private ScriptedLocks _locks = null!;
    private ConcurrentQueue<MigrationProgress> _progress = null!;
    private IProgress<MigrationProgress> _display = null!;
    private IInFlightController _controller = null!;
    private Mock<IBandwidthLedger> _ledger = null!;
    private Mock<ICancelBook> _cancels = null!;

    [SetUp]
    public void SetUp()
    {
        _hosts = new();
        _hosts.OnMigrate = _hosts.Complete;
        _journal = new();
        _journal.Setup(j => j.Begin(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<DateTimeOffset>()))
            .Callback(() => _hosts.Calls.Enqueue("journal begin")).Returns("m1");
        _journal.Setup(j => j.EnterPhase("m1", It.IsAny<MigrationPhase>(), It.IsAny<DateTimeOffset>()))
            .Callback((string _, MigrationPhase phase, DateTimeOffset _) => _hosts.Calls.Enqueue($"journal {phase}"));
        _journal.Setup(j => j.RecordAction("m1", It.IsAny<MigrationAction>()))
            .Callback((string _, MigrationAction action) => _hosts.Calls.Enqueue($"journal {action.Action}"));
        _journal.Setup(j => j.Unfinished()).Returns([]);
        _options.AbortBound = TimeSpan.FromSeconds(30);
        _options.BandwidthBudgetMebibytesPerSecond = null;
        _reservations = new();
        _locks = new();
        _progress = new();
        _display = new Sink(_progress);
        _controller = new InFlightController();
        _ledger = new();
        _cancels = new();
    }

    [Test]
    public async Task MigrateAsync_AllGoesWell_RunsTheSixPhasesInOrder()
    {
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
            Assert.That(report.Ownership, Is.EqualTo(new Ownership(GuestPresence.Absent, GuestPresence.Running)));
            Assert.That(report.Phases.Select(p => p.Phase), Is.EqualTo(Enum.GetValues<MigrationPhase>()));
            Assert.That(report.Phases.Select(p => p.StartedAt), Is.Ordered);
            Assert.That(report.Phases.Select(p => p.Duration), Has.All.GreaterThanOrEqualTo(TimeSpan.Zero));
            Assert.That(report.Reasons, Is.Empty);
            Assert.That(_progress.Select(p => p.Phase).Distinct(), Is.EqualTo(Enum.GetValues<MigrationPhase>()));
        });
    }

    [Test]
    public async Task MigrateAsync_EachStep_IsJournaledBefore()
    {
        await MigrateAsync();
        string[] calls = [.. _hosts.Calls];
        Assert.That(calls[..6], Is.EqualTo(new[]
        {
            "journal begin", "journal Initialization", "journal Reservation", "max-downtime", "journal IterativePreCopy", "migrate",
        }));
        _journal.Verify(j => j.Finish(It.Is<MigrationReport>(r => r.Result == MigrationResult.Completed), It.IsAny<DateTimeOffset>()), Times.Once);
    }

    [Test]
    public async Task MigrateAsync_Completed_ScoresThePredictionAgainstTheCompletedJob()
    {
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Actual, Is.EqualTo(new MigrationActuals(
            TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(40), new ByteCount(4_000_000), 3)));
        Assert.That(report.PredictionError, Is.EqualTo(new PredictionError(0.5, 0.5, 0.5)));
    }

    [Test]
    public async Task MigrateAsync_Completed_ReleasesItsReservation()
    {
        await MigrateAsync();
        _reservations.Verify(r => r.TryReserveAsync(
            It.Is<Reservation>(made => made.MigrationId == "m1" && made.Destination == TwoHosts.DestinationHost && made.Needed == ByteCount.FromMebibytes(256 + 64)),
            ByteCount.FromMebibytes(8192), It.IsAny<CancellationToken>()));
        VerifyReleased();
    }

    [Test]
    public async Task MigrateAsync_TargetsCacheIsMemoryOfItsGuests_IsNotReserved()
    {
        (_hosts.DestinationFreeBytes, _hosts.DestinationCachedBytes, _hosts.DestinationResidentBytes) = (1UL << 30, 7UL << 30, 6UL << 30);
        await MigrateAsync();
        _reservations.Verify(r => r.TryReserveAsync(It.IsAny<Reservation>(), ByteCount.FromMebibytes(2048), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task MigrateAsync_OthersReservedTheMemory_FailsBeforeAnythingIsChanged()
    {
        _reservations.Setup(r => r.TryReserveAsync(It.IsAny<Reservation>(), It.IsAny<ByteCount>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ByteCount.FromMebibytes(8000));
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Failed, ReasonCodes.DestinationMemory)));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate"));
    }

    [Test]
    public async Task MigrateAsync_LibvirtRefuses_FailsWithItsReasonAndTheGuestOnTheSource()
    {
        _hosts.OnMigrate = () => throw TwoHosts.Error(LibvirtErrorCode.MigrateUnsafe, "Unsafe migration: Migration without shared storage is unsafe");
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
            Assert.That(report.Reasons.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.UnsafeDisk }));
            Assert.That(report.Ownership, Is.EqualTo(new Ownership(GuestPresence.Running, GuestPresence.Absent)));
            Assert.That(report.Phases[^1].Phase, Is.EqualTo(MigrationPhase.IterativePreCopy));
            Assert.That(_hosts.MaxDowntime, Is.EqualTo(TimeSpan.FromMilliseconds(777)), "the tunable is as before");
        });
        VerifyReleased();
    }

    [Test]
    public async Task MigrateAsync_SuccessReportedButGuestStillOnTheSource_IsNotCompleted()
    {
        _hosts.OnMigrate = static () => { };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
    }

    [Test]
    public async Task MigrateAsync_Cancelled_AbortsAndLeavesTheGuestOnTheSource()
    {
        using var aborted = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        _hosts.OnMigrate = () =>
        {
            cancel.Cancel();
            Await(aborted.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationAborted, "operation aborted: migration out: canceled by client");
        };
        _hosts.OnAbort = aborted.Set;
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Cancelled));
            Assert.That(report.Reasons.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.Cancelled }));
            Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "abort" }));
            Assert.That(_hosts.Calls.ToList().IndexOf("journal abort"), Is.LessThan(_hosts.Calls.ToList().IndexOf("source: abort")));
        });
    }

    [Test]
    public async Task MigrateAsync_AnotherProcessWantsItCancelled_AbortsAndAnswersUntilTheEnd()
    {
        using var aborted = new ManualResetEventSlim();
        _hosts.OnMigrate = () =>
        {
            _cancels.Setup(c => c.Answer("m1", It.IsAny<DateTimeOffset>())).Returns(true);
            Await(aborted.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationAborted, "operation aborted: migration out: canceled by client");
        };
        _hosts.OnAbort = aborted.Set;

        MigrationReport report = await MigrateAsync();

        Assert.That((report.Result, report.Actions.Single().Action), Is.EqualTo((MigrationResult.Cancelled, "abort")));
    }

    [Test]
    public async Task MigrateAsync_WishesCannotBeRead_GoesOn()
    {
        _cancels.Setup(c => c.Answer(It.IsAny<string>(), It.IsAny<DateTimeOffset>())).Throws(new IOException("disk full"));

        Assert.That((await MigrateAsync()).Result, Is.EqualTo(MigrationResult.Completed));
    }

    [Test]
    public async Task MigrateAsync_AbortComesBeforeTheJob_IsTriedAgain()
    {
        using var aborted = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        int attempts = 0;
        _hosts.OnMigrate = () =>
        {
            cancel.Cancel();
            Await(aborted.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationAborted, "canceled by client");
        };
        _hosts.OnAbort = () =>
        {
            if (++attempts < 3)
                throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "no job is active on the domain");
            aborted.Set();
        };
        Assert.That((await MigrateAsync(cancellationToken: cancel.Token)).Result, Is.EqualTo(MigrationResult.Cancelled));
    }

    [Test]
    public async Task MigrateAsync_CancelledTooLate_IsCompletedAndSaysSo()
    {
        using var cancel = new CancellationTokenSource();
        using var aborting = new ManualResetEventSlim();
        _hosts.OnAbort = aborting.Set;
        _hosts.OnMigrate = () =>
        {
            cancel.Cancel();
            Await(aborting.Wait);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.That((report.Result, report.Reasons[^1].Code), Is.EqualTo((MigrationResult.Completed, ReasonCodes.Cancelled)));
    }

    [Test]
    public async Task MigrateAsync_CancelledBeforeTheTransfer_ChangesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Cancelled));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate"));
    }

    [Test]
    public async Task MigrateAsync_DeadlinePasses_AbortsWithThatReason()
    {
        using var aborted = new ManualResetEventSlim();
        _hosts.OnMigrate = () =>
        {
            Await(aborted.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationAborted, "canceled by client");
        };
        _hosts.OnAbort = aborted.Set;
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(limits: new() { MaxTotalTime = TimeSpan.FromMilliseconds(20) }));
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(report.Reasons.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.DeadlinePassed }));
    }

    [Test]
    public async Task MigrateAsync_CallNeverReturns_IsGivenUpAndUnknown()
    {
        _options.AbortBound = TimeSpan.FromMilliseconds(100);
        using var never = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        _hosts.OnMigrate = () =>
        {
            _hosts.Job = DomainJobType.Unbounded;
            cancel.Cancel();
            Await(never.Wait);
        };
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(report.Reasons.Select(r => r.Code), Does.Contain(ReasonCodes.OwnershipUnknown));
        never.Set();
    }

    [Test]
    public async Task MigrateAsync_ConnectionLostAndTheDaemonGoesOn_IsFollowedToItsEnd()
    {
        _hosts.OnMigrate = () =>
        {
            _hosts.Job = DomainJobType.Unbounded;
            _hosts.SourceReachable = false;
            throw TwoHosts.Error(LibvirtErrorCode.RpcError, "client socket is closed");
        };
        int asked = 0;
        _hosts.OnAsked = () =>
        {
            _hosts.SourceReachable = true;
            if (++asked == 5)
                (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);
        };
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Actions[0].Action), Is.EqualTo((MigrationResult.Completed, "follow")));
        Assert.That(report.Phases[^1].Phase, Is.EqualTo(MigrationPhase.Activation));
    }

    [Test]
    public async Task MigrateAsync_ConnectionLostAndTheDeadlinePasses_AbortsThroughAFreshConnection()
    {
        _hosts.OnMigrate = () =>
        {
            _hosts.Job = DomainJobType.Unbounded;
            _hosts.SourceReachable = false;
            throw TwoHosts.Error(LibvirtErrorCode.RpcError, "client socket is closed");
        };
        _hosts.OnAsked = () => _hosts.SourceReachable = true;
        _hosts.OnAbort = () => _hosts.Job = DomainJobType.None;
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(limits: new() { MaxTotalTime = TimeSpan.FromMilliseconds(20) }));
        Assert.That((report.Result, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Failed, ReasonCodes.DeadlinePassed)));
    }

    [Test]
    public async Task MigrateAsync_PostCopyPlanned_StartsAfterTheFirstPassAndOnlyThen()
    {
        using var switched = new ManualResetEventSlim();
        _hosts.OnMigrate = () =>
        {
            _hosts.RaiseAtSource(new MigrationIterationEvent(default, "web", MigrationTestData.Guest, 2));
            Await(switched.Wait);
            _hosts.Complete();
        };
        _hosts.OnPostCopy = switched.Set;
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "start-post-copy" }));
        Assert.That(_hosts.Request!.Flags.HasFlag(MigrationFlags.PostCopy), Is.True);
    }

    [Test]
    public async Task MigrateAsync_ControllerSteers_TellsLibvirtOnceAndPutsTheBandwidthBackAfterAFailure()
    {
        using var steered = new CountdownEvent(2);
        _controller = new Script(
            new RaiseBandwidth(BytesPerSecond.FromMebibytes(70), new("x", "more")), new ResizeCache(ByteCount.FromMebibytes(64), new("x", "misses")));
        _hosts.OnSteered = () =>
        {
            if (!steered.IsSet)
                steered.Signal();
        };
        _hosts.OnMigrate = () =>
        {
            Await(steered.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "broken pipe");
        };
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
            Assert.That(report.Actions.Select(a => (a.Action, a.Reason)), Is.EqualTo(new[] { ("raise-bandwidth", "more"), ("resize-cache", "misses") }));
            Assert.That(_hosts.Calls, Does.Contain("source: max-speed 70").And.Contain("source: cache 67108864"));
            Assert.That(_hosts.MaxSpeed, Is.EqualTo(8_796_093_022_207), "as before");
        });
    }

    [Test]
    public async Task MigrateAsync_StepRefusedByLibvirt_IsRecordedAndTheTransferGoesOn()
    {
        using var refused = new ManualResetEventSlim();
        _controller = new Script(new RaiseBandwidth(BytesPerSecond.FromMebibytes(70), new("x", "more")));
        _journal.Setup(j => j.RecordAction("m1", It.Is<MigrationAction>(a => a.Action == "raise-bandwidth-failed"))).Callback(refused.Set);
        _hosts.OnSteered = () => throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "not now");
        _hosts.OnMigrate = () =>
        {
            Await(refused.Wait);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Actions[^1].Reason, Is.EqualTo("not now"));
    }

    [Test]
    public async Task MigrateAsync_WithABudget_StartsWithItsShareFollowsItAndLeaves()
    {
        using var steered = new ManualResetEventSlim();
        _options.BandwidthBudgetMebibytesPerSecond = 100;
        int looks = 0;
        _ledger.Setup(l => l.Renew("m1", "a", null, BytesPerSecond.FromMebibytes(100), It.IsAny<DateTimeOffset>())).Returns(() =>
        {
            BytesPerSecond share = BytesPerSecond.FromMebibytes(looks++ == 0 ? 100 : 50);
            return new(share, share, looks);
        });
        _hosts.OnSteered = steered.Set;
        _hosts.OnMigrate = () =>
        {
            Await(steered.Wait);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
            Assert.That(_hosts.Request!.BandwidthMebibytesPerSecond, Is.EqualTo(100));
            Assert.That(_hosts.Calls, Does.Contain("source: max-speed 50"));
            Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "set-bandwidth" }));
        });
        _ledger.Verify(l => l.Leave("m1"), Times.Once);
    }

    [Test]
    public async Task MigrateAsync_LedgerCannotBeRead_GoesOnWithoutAShare()
    {
        _options.BandwidthBudgetMebibytesPerSecond = 100;
        _ledger.Setup(l => l.Renew(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<BytesPerSecond?>(), It.IsAny<BytesPerSecond>(), It.IsAny<DateTimeOffset>()))
            .Throws(new IOException("disk full"));
        Assert.That((await MigrateAsync()).Result, Is.EqualTo(MigrationResult.Completed));
    }

    [Test]
    public async Task MigrateAsync_Rounds_AreInTheReport()
    {
        _hosts.OnMigrate = () =>
        {
            _hosts.RaiseAtSource(new MigrationIterationEvent(default, "web", MigrationTestData.Guest, 1));
            _hosts.RaiseAtSource(new MigrationIterationEvent(default, "web", MigrationTestData.Guest, 2));
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Rounds, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task MigrateAsync_RoundIsOver_IsInTheProgressBeforeTheEnd()
    {
        bool seen = false;
        _hosts.OnMigrate = () =>
        {
            _hosts.RaiseAtSource(new MigrationIterationEvent(default, "web", MigrationTestData.Guest, 1));
            _hosts.RaiseAtSource(new MigrationIterationEvent(default, "web", MigrationTestData.Guest, 2));
            seen = SpinWait.SpinUntil(() => _progress.Any(p => p.Rounds.Count == 1), TimeSpan.FromSeconds(20));
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.That((seen, report.Result), Is.EqualTo((true, MigrationResult.Completed)));
    }

    [Test]
    public async Task MigrateAsync_RemainingMemoryWrapsBelowZero_IsUnknownAndTheMigrationGoesOn()
    {
        _hosts.JobStatistics = _hosts.JobStatistics with { MemoryRemainingBytes = ulong.MaxValue - 4095 };
        ConcurrentQueue<InFlightState> states = new();
        var controller = new Mock<IInFlightController>();
        controller.Setup(c => c.Decide(It.IsAny<InFlightState>())).Callback(states.Enqueue).Returns([]);
        _controller = controller.Object;
        _hosts.OnMigrate = () =>
        {
            SpinWait.SpinUntil(() => states.Any(s => s.Readings.Count > 0), TimeSpan.FromSeconds(20));
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
            Assert.That(report.Actions, Is.Empty);
            Assert.That(states.SelectMany(s => s.Readings), Is.Not.Empty.And.All.Matches<TransferReading>(r => r.Job!.MemoryRemainingBytes is null));
            Assert.That(_progress.Where(p => p.MemoryTotal is not null), Is.Not.Empty.And.All.Matches<MigrationProgress>(p => p.MemoryRemaining is null));
        });
    }

    [Test]
    public async Task MigrateAsync_CancelledInPostCopy_RefusesToAbortAndGoesOn()
    {
        using var cancel = new CancellationTokenSource();
        using var refused = new ManualResetEventSlim();
        _journal.Setup(j => j.RecordAction("m1", It.Is<MigrationAction>(a => a.Action == "abort-refused"))).Callback(refused.Set);
        _hosts.OnMigrate = () =>
        {
            _hosts.RaiseAtSource(new LifecycleEvent(default, "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 7));
            cancel.Cancel();
            Await(refused.Wait);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync(
            MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }), cancel.Token);
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: abort"));
    }

    [Test]
    public async Task MigrateAsync_PostCopyBeganWhileAnAbortWasDecided_GoesOn()
    {
        using var refused = new ManualResetEventSlim();
        var controller = new Mock<IInFlightController>();
        controller.Setup(c => c.Decide(It.IsAny<InFlightState>())).Returns(() =>
        {
            _hosts.RaiseAtSource(new LifecycleEvent(default, "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 7));
            return [new AbortTransfer(new(ReasonCodes.NotConverging, "x"))];
        });
        _controller = controller.Object;
        _journal.Setup(j => j.RecordAction("m1", It.Is<MigrationAction>(a => a.Action == "abort-refused"))).Callback(refused.Set);
        _hosts.OnMigrate = () =>
        {
            Await(refused.Wait);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync(
            MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: abort"));
    }

    [Test]
    public async Task MigrateAsync_PausedGuest_ArrivesPausedWithoutPostCopy()
    {
        _hosts.SourceState = TwoHosts.PausedByUser;
        _hosts.OnMigrate = () =>
        {
            _hosts.Complete();
            _hosts.DestinationState = TwoHosts.PausedByUser;
        };
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Ownership.Destination, Is.EqualTo(GuestPresence.Paused));
        Assert.That(_hosts.Request!.Flags.HasFlag(MigrationFlags.PostCopy), Is.False);
    }

    [TestCase(DomainState.PowerManagementSuspended, 1)]
    [TestCase(DomainState.PowerManagementSuspended, 0)]
    [TestCase(DomainState.Crashed, 1)]
    public async Task MigrateAsync_SuspendedOrCrashedGuest_ArrivesAsItWasWithoutPostCopy(DomainState state, int arrivesPausedFor)
    {
        _hosts.SourceState = new(state, 0);
        _hosts.OnMigrate = () =>
        {
            _hosts.Complete();
            _hosts.DestinationState = arrivesPausedFor == 0 ? new(state, 0) : new(DomainState.Paused, arrivesPausedFor);
        };
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That((report.Result, report.Ownership.Destination), Is.EqualTo((MigrationResult.Completed, GuestPresence.Paused)));
        Assert.That(_hosts.Request!.Flags.HasFlag(MigrationFlags.PostCopy), Is.False);
        _journal.Verify(j => j.RecordBefore("m1", It.Is<BeforeTransfer>(b => b.WasPaused)), Times.Once);
    }

    [TestCase(DomainState.PowerManagementSuspended)]
    [TestCase(DomainState.Crashed)]
    public async Task MigrateAsync_SuspendedOrCrashedGuestStays_IsNotResumed(DomainState state)
    {
        _hosts.SourceState = new(state, 0);
        _hosts.OnMigrate = () => throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "no");
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Ownership), Is.EqualTo((MigrationResult.Failed, new Ownership(GuestPresence.Paused, GuestPresence.Absent))));
        Assert.That(_hosts.Calls, Has.No.Member("source: resume"));
    }

    [Test]
    public async Task MigrateAsync_PersistentGuestWithAutostart_KeepsBothOnTheTargetOnly()
    {
        (_hosts.Persistent, _hosts.Autostart) = (true, true);
        _hosts.OnMigrate = () =>
        {
            _hosts.Complete();
            _hosts.SourceState = TwoHosts.ShutOff;
        };
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
            Assert.That(_hosts.Request!.Flags.HasFlag(MigrationFlags.PersistDestination | MigrationFlags.UndefineSource), Is.True);
            Assert.That(_hosts.Calls, Does.Contain("destination: autostart").And.Contain("source: undefine"));
            Assert.That(report.Ownership.Source, Is.EqualTo(GuestPresence.Absent));
        });
    }

    [TestCase(true, ReasonCodes.SourceUnreachable, MigrationResult.Unknown)]
    [TestCase(false, ReasonCodes.DestinationUnreachable, MigrationResult.Failed)]
    public async Task MigrateAsync_ANodeIsOutOfReach_FailsBeforeAnythingIsChanged(bool source, string code, MigrationResult result)
    {
        if (source)
            _hosts.SourceReachable = false;
        else
            _hosts.DestinationReachable = false;
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Reasons[0].Code), Is.EqualTo((result, code)));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate"));
    }

    [TestCase(DomainState.ShutOff, DomainJobType.None, ReasonCodes.DomainInactive)]
    [TestCase(DomainState.Running, DomainJobType.Bounded, ReasonCodes.DomainBusy)]
    public async Task MigrateAsync_GuestChangedSinceThePlan_FailsWithItsReason(DomainState state, DomainJobType job, string code)
    {
        (_hosts.SourceState, _hosts.Job) = (new DomainStateReading(state, 1), job);
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Failed, code)));
    }

    [Test]
    public async Task MigrateAsync_JournalCannotBegin_IsRefusedAndChangesNothing()
    {
        _journal.Setup(j => j.Begin(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<DateTimeOffset>())).Throws(new IOException("disk full"));
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Refused, report.Reasons[0].Message), Is.EqualTo((MigrationResult.Failed, true, "disk full")));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate"));
    }

    [Test]
    public async Task MigrateAsync_JournalCannotBeginAndTheSourceIsSilent_IsNotCalledRefused()
    {
        _journal.Setup(j => j.Begin(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<DateTimeOffset>())).Throws(new IOException("disk full"));
        _hosts.SourceReachable = false;
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Refused), Is.EqualTo((MigrationResult.Unknown, false)));
    }

    [Test]
    public async Task MigrateAsync_JournalFailsInFlight_GoesOn()
    {
        _journal.Setup(j => j.EnterPhase("m1", MigrationPhase.StopAndCopy, It.IsAny<DateTimeOffset>())).Throws(new IOException("disk full"));
        Assert.That((await MigrateAsync()).Result, Is.EqualTo(MigrationResult.Completed));
    }

    [TestCase(MigrationPhase.Initialization)]
    [TestCase(MigrationPhase.IterativePreCopy)]
    [TestCase(MigrationPhase.StopAndCopy)]
    [TestCase(MigrationPhase.Activation)]
    public async Task MigrateAsync_DisplayFails_GoesOnAndDoesNotAskItAgain(MigrationPhase phase)
    {
        int failed = 0;
        var display = new Mock<IProgress<MigrationProgress>>();
        display.Setup(d => d.Report(It.Is<MigrationProgress>(p => p.Phase >= phase))).Callback(() => failed++).Throws(new IOException("No space left on device"));
        _display = display.Object;
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, failed), Is.EqualTo((MigrationResult.Completed, 1)));
        Assert.That(report.Phases.Select(p => p.Phase), Is.EqualTo(Enum.GetValues<MigrationPhase>()));
    }

    [Test]
    public async Task MigrateAsync_DisplayFailsOnAReading_StillSteers()
    {
        using var steered = new ManualResetEventSlim();
        _controller = new Script(new RaiseBandwidth(BytesPerSecond.FromMebibytes(70), new("x", "more")));
        _hosts.OnSteered = steered.Set;
        _hosts.OnMigrate = () =>
        {
            Await(steered.Wait);
            _hosts.Complete();
        };
        var display = new Mock<IProgress<MigrationProgress>>();
        display.Setup(d => d.Report(It.Is<MigrationProgress>(p => p.MemoryTotal != null))).Throws(new IOException("Input/output error"));
        _display = display.Object;
        Assert.That((await MigrateAsync()).Result, Is.EqualTo(MigrationResult.Completed));
    }

    [Test]
    public async Task MigrateAsync_WatchingTheCallFails_FollowsItToItsEnd()
    {
        using var unwatched = new ManualResetEventSlim();
        FailToWatch(unwatched);
        _hosts.OnMigrate = () =>
        {
            _hosts.Job = DomainJobType.Unbounded;
            Await(unwatched.Wait);
        };
        int asked = 0;
        _hosts.OnAsked = () =>
        {
            if (++asked == 5)
                (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);
        };
        MigrationReport report = await MigrateAsync();
        Assert.Multiple(() =>
        {
            Assert.That((report.Result, report.Actions[0].Action), Is.EqualTo((MigrationResult.Completed, "follow")));
            Assert.That(report.Actions[0].Reason, Does.Contain("no such policy"));
            Assert.That(report.Ownership, Is.EqualTo(new Ownership(GuestPresence.Absent, GuestPresence.Running)));
        });
    }

    [Test]
    public async Task MigrateAsync_WatchingTheCallFailsAndTheTargetIsSilent_IsUnknown()
    {
        using var unwatched = new ManualResetEventSlim();
        FailToWatch(unwatched);
        _hosts.OnMigrate = () =>
        {
            Await(unwatched.Wait);
            _hosts.DestinationReachable = false;
        };
        _hosts.OnAsked = () => _hosts.DestinationReachable = false;
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown), "nobody saw whether the switch-over had begun");
    }

    [TestCase(true, false, true)]
    [TestCase(false, true, false)]
    [TestCase(null, true, true)]
    public async Task MigrateAsync_Tls_IsThePlansWhereItSays(bool? plan, bool configured, bool encrypted)
    {
        _options.Tls = configured;
        MigrationPlan go = MigrationTestData.Plan();
        await MigrateAsync(go with { Limits = go.Limits with { Tls = plan } });
        _options.Tls = false;
        Assert.That(_hosts.Request!.Flags.HasFlag(MigrationFlags.Tls), Is.EqualTo(encrypted));
    }

    [Test]
    public void MigrateAsync_PlanSaysNo_IsAMistakeOfTheCaller() => Assert.That(
        async () => await MigrateAsync(MigrationTestData.Plan() with { Go = false }), Throws.ArgumentException);

    [Test]
    public async Task MigrateAsync_Completed_RanUnderALockThatIsWrittenDownAndGivenBack()
    {
        await MigrateAsync();
        Assert.That(_locks.Claims.Single(), Is.EqualTo(new GuestClaim(
            MigrationTestData.Guest, "web", "m1", GuestClaim.ThisProcess, TwoHosts.SourceHost, TwoHosts.DestinationHost, _locks.Claims.Single().At)));
        Assert.That(_locks.Released, Is.EqualTo(new long[] { 1 }));
        _journal.Verify(j => j.RecordLock("m1", 1), Times.Once);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task MigrateAsync_SomebodyElseHasTheLock_IsRefusedAndChangesNothing(bool movedMeanwhile)
    {
        _locks.Refusal = new(ReasonCodes.GuestLocked, "node9:42 has it");
        if (movedMeanwhile)
            _locks.OnTake = () => (_hosts.SourceState, _hosts.DestinationState) = (null, TwoHosts.Running);
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Refused, report.Reasons[0]), Is.EqualTo((MigrationResult.Failed, true, _locks.Refusal)));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate").And.None.EqualTo("max-downtime"));
    }

    [Test]
    public async Task MigrateAsync_NobodyCanBeAskedForTheLock_IsRefused()
    {
        _locks.IsReachable = false;
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Refused, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Failed, true, ReasonCodes.CoordinationUnavailable)));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate").And.None.EqualTo("max-downtime"));
    }

    [TestCase(true, ReasonCodes.LockLost)]
    [TestCase(false, ReasonCodes.CoordinationUnavailable)]
    public async Task MigrateAsync_LockCannotBeProvenBeforeTheJob_StartsNone(bool lost, string code)
    {
        _locks.OnTake = () => (_locks.Stands, _locks.IsRenewable) = (!lost, lost);
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Result, report.Refused, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Failed, true, code)));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate").And.None.EqualTo("max-downtime"));
    }

    [Test]
    public async Task MigrateAsync_LockLostInFlight_OnlyWatchesAndProvesTheResult()
    {
        var reason = new Reason(ReasonCodes.NotConverging, "x");
        var controller = new Gate(new Script(
            new RaiseMaxDowntime(TimeSpan.FromSeconds(1), reason), new StartPostCopy(reason), new AbortTransfer(reason)));
        _controller = controller;
        _hosts.OnMigrate = () =>
        {
            LoseLock();
            controller.Open();
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "hands-off", "abort-refused" }));
        Assert.That(_hosts.Calls.Count(c => c == "max-downtime"), Is.EqualTo(1), "only before the job");
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: abort").And.None.EqualTo("source: post-copy"));
    }

    [Test]
    public async Task MigrateAsync_CancelledAfterTheLockWasLost_DoesNotAbortWhatMayBeSomebodyElses()
    {
        using var cancel = new CancellationTokenSource();
        _hosts.OnMigrate = () =>
        {
            LoseLock();
            cancel.Cancel();
            Pause(100);
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: abort"));
    }

    [Test]
    public async Task MigrateAsync_CancelledWhileNobodyCanBeAskedForTheLock_Aborts()
    {
        using var aborted = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        _hosts.OnAbort = aborted.Set;
        _hosts.OnMigrate = () =>
        {
            _locks.IsRenewable = false;
            Pause(1_200);
            cancel.Cancel();
            Await(aborted.Wait);
            throw TwoHosts.Error(LibvirtErrorCode.OperationAborted, "canceled by client");
        };
        MigrationReport report = await MigrateAsync(cancellationToken: cancel.Token);
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Cancelled));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "hands-off", "abort", "restore-tunables-failed" }));
    }

    [Test]
    public async Task MigrateAsync_PostCopyWhileNobodyCanBeAskedForTheLock_IsNotStarted()
    {
        var controller = new Gate(new Script(new StartPostCopy(new(ReasonCodes.NotConverging, "x"))));
        _controller = controller;
        _hosts.OnMigrate = () =>
        {
            // By the clock the lock still stands; there is no way back from post-copy, so the store is asked.
            _locks.IsRenewable = false;
            controller.Open();
            _hosts.Complete();
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Actions.Select(a => a.Action), Has.Member("start-post-copy-failed"));
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: post-copy"));
    }

    [Test]
    public async Task MigrateAsync_LockLostAndTheSourceIsLeftPaused_TouchesNothingAndSaysUnknown()
    {
        _hosts.OnMigrate = () =>
        {
            LoseLock();
            _hosts.SourceState = TwoHosts.PausedForMigration;
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "the target died");
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(report.Reasons.Select(r => r.Code), Has.Member(ReasonCodes.LockLost));
        Assert.That(_hosts.Calls, Has.None.EqualTo("source: resume"));
        Assert.That(report.Actions.Select(a => a.Action), Has.Member("resume-source-refused"));
    }

    [Test]
    public async Task MigrateAsync_BeforeAnythingIsChanged_WritesDownHowThingsWere()
    {
        (_hosts.Persistent, _hosts.Autostart, _hosts.MaxSpeed) = (true, true, 55);
        BeforeTransfer? before = null;
        _journal.Setup(j => j.RecordBefore("m1", It.IsAny<BeforeTransfer>())).Callback((string _, BeforeTransfer b) =>
        {
            before = b;
            _hosts.Calls.Enqueue("journal before");
        });
        await MigrateAsync();
        Assert.That(before, Is.EqualTo(new BeforeTransfer
        {
            HadAutostart = true,
            MaxDowntime = TimeSpan.FromMilliseconds(777),
            MaxSpeedMebibytesPerSecond = 55,
            Request = _hosts.Request!,
        }));
        Assert.That(_hosts.Calls.ToList().IndexOf("journal before"), Is.LessThan(_hosts.Calls.ToList().IndexOf("max-downtime")));
    }

    [TestCase("m0", 7L, true)]
    [TestCase("m0", null, false)]
    [TestCase("m1", 7L, false)]
    public async Task MigrateAsync_AnEarlierMigrationOfTheGuestIsNotSettled_IsRefused(string id, long? token, bool refused)
    {
        _journal.Setup(j => j.Unfinished()).Returns([new()
        {
            Id = id,
            Domain = new("web", MigrationTestData.Guest),
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = DateTimeOffset.UnixEpoch,
            LockToken = token,
        }]);
        MigrationReport report = await MigrateAsync();
        Assert.That((report.Refused, report.Reasons.Any(r => r.Code == ReasonCodes.Unresolved)), Is.EqualTo((refused, refused)));
        Assert.That(_hosts.Calls.Contains("migrate"), Is.Not.EqualTo(refused));
    }

    [Test]
    public async Task MigrateAsync_AnotherProcessEndedItMeanwhile_IsRefused()
    {
        _journal.Setup(j => j.Find("m1")).Returns(new JournalEntry
        {
            Id = "m1",
            Domain = new("web", MigrationTestData.Guest),
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
        });
        Assert.That((await MigrateAsync()).Reasons[0].Code, Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(_hosts.Calls, Has.None.EqualTo("migrate"));
    }

    [Test]
    public async Task MigrateAsync_ResultIsUnknown_KeepsTheReservationAndGivesTheCommands()
    {
        _hosts.OnMigrate = () =>
        {
            (_hosts.SourceState, _hosts.DestinationReachable) = (TwoHosts.PausedForMigration, false);
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "the target died");
        };
        MigrationReport report = await MigrateAsync();
        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(report.Commands[^2].Command, Is.EqualTo("shadowmig recover m1"));
        _reservations.Verify(r => r.ReleaseAsync(It.IsAny<string>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task MigrateAsync_PostCopyBreaks_IsResumedWithTheSameFlags()
    {
        MigrationRequest? first = null;
        _hosts.OnMigrate = () =>
        {
            if (first is not null)
            {
                (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);
                return;
            }

            first = _hosts.Request;
            _hosts.RaiseAtSource(new LifecycleEvent(default, "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 7));
            (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.Unbounded, new(DomainState.Paused, 13), new(DomainState.Running, 10));
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "migration failed in post-copy phase");
        };
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That((report.Result, report.Actions[^1].Action), Is.EqualTo((MigrationResult.Completed, "resume-post-copy")));
        Assert.That(_hosts.Request!.Flags, Is.EqualTo(first!.Flags | MigrationFlags.PostCopyResume));
    }

    [Test]
    public async Task MigrateAsync_PostCopyEndsWithoutTheTargetsDaemon_EndsTheStaleCopyOnly()
    {
        bool broke = false;
        _hosts.OnMigrate = () =>
        {
            if (broke)
            {
                _hosts.DestinationState = new(DomainState.Running, 2);
                throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "QEMU reports migration is still running");
            }

            broke = true;
            _hosts.RaiseAtSource(new LifecycleEvent(default, "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 7));
            (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.Unbounded, new(DomainState.Paused, 13), new(DomainState.Running, 10));
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "client socket is closed");
        };
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That((report.Result, report.Ownership), Is.EqualTo((MigrationResult.Completed, new Ownership(GuestPresence.Absent, GuestPresence.Running))));
        Assert.That(_hosts.Calls.Where(c => c.Contains(':', StringComparison.Ordinal)), Is.EqualTo(new[] { "source: destroy" }));
    }

    [Test]
    public async Task MigrateAsync_PostCopyBreaksBeforeTheTargetRan_EndsWithWhatIsKnownAndChangesNothing()
    {
        _hosts.OnMigrate = () =>
        {
            _hosts.RaiseAtSource(new LifecycleEvent(default, "web", MigrationTestData.Guest, DomainLifecycle.Suspended, 7));
            (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.Unbounded, new(DomainState.Running, 11), TwoHosts.ShutOff);
            throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "client socket is closed");
        };
        MigrationReport report = await MigrateAsync(MigrationTestData.Plan(new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true }));
        Assert.That((report.Result, report.Ownership), Is.EqualTo((MigrationResult.Unknown, new Ownership(GuestPresence.Running, GuestPresence.Inactive))));
        Assert.That(_hosts.Calls.Where(c => c.Contains(':', StringComparison.Ordinal)), Is.Empty);
    }

    private void FailToWatch(ManualResetEventSlim failed)
    {
        var controller = new Mock<IInFlightController>();
        controller.Setup(c => c.Decide(It.IsAny<InFlightState>())).Callback(failed.Set).Throws(new InvalidOperationException("no such policy"));
        _controller = controller.Object;
    }

    private void LoseLock()
    {
        _locks.Stands = false;
        _locks.WaitUntilRefused();
        Pause(100);
    }

    private static void Pause(int milliseconds)
    {
        using ManualResetEventSlim never = new();
        never.Wait(milliseconds);
    }

    private void VerifyReleased() =>
        _reservations.Verify(r => r.ReleaseAsync("m1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Once);

    private Task<MigrationReport> MigrateAsync(MigrationPlan? plan = null, CancellationToken cancellationToken = default)
    {
        FixedOptions<MigrationOptions> options = new(_options);
        ILibvirtConnector connector = _hosts.Connector.Object;
        var resolver = new OwnershipResolver(connector, options, TimeProvider.System, NullLogger<OwnershipResolver>.Instance);
        var settlement = new Settlement(resolver, connector, options, TimeProvider.System, NullLogger<Settlement>.Instance);
        var orphaned = new OrphanedTransfer(resolver, connector, options, TimeProvider.System, NullLogger<OrphanedTransfer>.Instance);
        var locker = new GuestLocker(
            _locks, Options.Create(new CoordinationOptions { LeaseSeconds = 1 }), TimeProvider.System, NullLogger<GuestLock>.Instance);
        var migrator = new Migrator(
            connector, _journal.Object, locker, _reservations.Object, settlement, orphaned, new(connector, options, TimeProvider.System),
            new(connector, options, TimeProvider.System, NullLogger<CompletedJob>.Instance), _controller, _ledger.Object, _cancels.Object, options,
            TimeProvider.System, NullLogger<Migrator>.Instance);
        return migrator.MigrateAsync(plan ?? MigrationTestData.Plan(), TwoHosts.SourceUri, _display, cancellationToken);
    }

    // In a call of libvirt: what it waits for has to come, whatever the migration makes of the call.
    private static void Await(Func<TimeSpan, bool> happened) => Assert.That(happened(Patience), Is.True, "what the call waits for never came");

    /// <summary>Asks for some steps once.</summary>
    private sealed class Script(params InFlightDecision[] steps) : IInFlightController
    {
        public IReadOnlyList<InFlightDecision> Decide(InFlightState state) => state.Taken.Count == 0 ? steps : [];
    }

    /// <summary>Decides nothing until it is opened; opening waits for what was decided to be taken in.</summary>
    private sealed class Gate(IInFlightController inner) : IInFlightController
    {
        private volatile int _decided = -1;

        public void Open()
        {
            _decided = 0;
            SpinWait.SpinUntil(() => _decided > 3, TimeSpan.FromSeconds(20));
        }

        public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
        {
            if (_decided < 0)
                return [];
            _decided++;
            return inner.Decide(state);
        }
    }

    private sealed class Sink(ConcurrentQueue<MigrationProgress> reports) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => reports.Enqueue(value);
    }
}
