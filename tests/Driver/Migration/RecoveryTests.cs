using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>An abandoned migration is adopted where it still runs, and settled where it ended.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class RecoveryTests : AbandonedFixture
{
    private static readonly DomainStateReading PostCopyBroken = new(DomainState.Paused, 13);
    private static readonly DomainStateReading RunningInPostCopy = new(DomainState.Running, 10);

    [Test]
    public async Task RecoverAsync_SourceStillSends_AdoptsItAndFollowsItToItsEnd()
    {
        Hosts.Job = DomainJobType.Unbounded;
        OnProgress(() => (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running));

        MigrationReport report = await RecoverAsync();

        Assert.Multiple(() =>
        {
            Assert.That((report.Result, report.Ownership), Is.EqualTo((MigrationResult.Completed, new Ownership(GuestPresence.Absent, GuestPresence.Running))));
            Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "adopt" }));
            Assert.That(report.Reasons.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.Recovered }));
            Assert.That(Hosts.Calls, Is.Empty, "it was only watched");
        });
        Assert.That(Locks.Claims.Single().IsTakeover, Is.True, "no limit on migrations holds it up");
        Journal.Verify(j => j.RecordLock("m1", 1), Times.Once);
        Journal.Verify(j => j.RecordProgress("m1", It.Is<MigrationProgress>(p => p.MemoryProcessed == ByteCount.FromMebibytes(1)), It.IsAny<DateTimeOffset>()));
        Journal.Verify(j => j.EnterPhase("m1", MigrationPhase.Activation, It.IsAny<DateTimeOffset>()), Times.Once);
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task RecoverAsync_SwitchesOverMeanwhile_EntersThePhase()
    {
        (Hosts.Job, Hosts.SourceState) = (DomainJobType.Unbounded, TwoHosts.PausedForMigration);
        OnProgress(() => (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running));

        await RecoverAsync();

        Journal.Verify(j => j.EnterPhase("m1", MigrationPhase.StopAndCopy, It.IsAny<DateTimeOffset>()), Times.Once);
    }

    [Test]
    public async Task RecoverAsync_ArrivedAndLeftADefinitionBehind_RemovesItAndKeepsAutostartOnTheTarget()
    {
        (Hosts.SourceState, Hosts.DestinationState, Hosts.Persistent) = (TwoHosts.ShutOff, TwoHosts.Running, true);
        Entry = Entry with { Before = Entry.Before! with { HadAutostart = true } };

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(Hosts.Calls, Is.EqualTo(new[] { "source: undefine", "destination: autostart" }));
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task RecoverAsync_EndedWithTheGuestOnTheSource_FailsAndPutsTheTunablesBack()
    {
        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Reasons.Single().Code), Is.EqualTo((MigrationResult.Failed, ReasonCodes.Recovered)));
        Assert.That((Hosts.MaxDowntime, Hosts.MaxSpeed), Is.EqualTo((TimeSpan.FromMilliseconds(555), 44UL)));
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task RecoverAsync_TunablesCannotBePutBack_SaysSoAndSettlesAllTheSame()
    {
        Hosts.OnSteered = () => throw TwoHosts.Error(LibvirtErrorCode.OperationFailed, "no");

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Actions.Single().Action), Is.EqualTo((MigrationResult.Failed, "restore-tunables-failed")));
    }

    [Test]
    public async Task RecoverAsync_SourcePausedAndTheTargetHasNone_ResumesTheSource()
    {
        Hosts.SourceState = TwoHosts.PausedForMigration;

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Actions.Single().Action), Is.EqualTo((MigrationResult.Failed, "resume-source")));
        Assert.That(Hosts.SourceState, Is.EqualTo(TwoHosts.Running));
    }

    [Test]
    public async Task RecoverAsync_TargetRunsAndTheSourceIsPaused_EndsTheSourcesCopy()
    {
        (Hosts.SourceState, Hosts.DestinationState) = (TwoHosts.PausedForMigration, TwoHosts.Running);

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Actions.Single().Action), Is.EqualTo((MigrationResult.Completed, "destroy-source")));
    }

    [Test]
    public async Task RecoverAsync_BothPaused_EndsTheTargetsCopyAndResumesTheSource()
    {
        (Hosts.SourceState, Hosts.DestinationState) = (TwoHosts.PausedForMigration, new(DomainState.Paused, 11));

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "destroy-destination", "resume-source" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task RecoverAsync_TargetOutOfReach_StaysOpenWithTheCommandsUnlessItIsToBeClosed(bool closes)
    {
        (Hosts.SourceState, Hosts.DestinationReachable) = (TwoHosts.PausedForMigration, false);

        MigrationReport report = (await Create().RecoverAsync(Entry, new(Waits: false, closes), default)).Report!;

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(Hosts.Calls, Is.Empty, "the source is kept paused");
        Assert.That(report.Commands.Any(c => c.Command == $"virsh -c {TwoHosts.SourceUri} domstate --reason {MigrationTestData.Guest}"), Is.Not.EqualTo(closes));
        Assert.That(report.Reasons.Any(r => r.Code == ReasonCodes.ClosedByOperator), Is.EqualTo(closes));
        VerifyEnd(report, closes);
    }

    [Test]
    public async Task RecoverAsync_BothRun_PausesTheSourcesAndLeavesTheRestToAPersonForGood()
    {
        Hosts.DestinationState = TwoHosts.Running;

        MigrationReport first = await RecoverAsync();
        Done = [.. first.Actions];
        MigrationReport again = await RecoverAsync();

        Assert.That((first.Result, again.Result), Is.EqualTo((MigrationResult.Unknown, MigrationResult.Unknown)));
        Assert.That(Hosts.Calls, Is.EqualTo(new[] { "source: suspend" }));
    }

    [Test]
    public async Task RecoverAsync_PostCopyPaused_ResumesItWithTheSameFlags()
    {
        (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.Unbounded, PostCopyBroken, RunningInPostCopy);
        Hosts.OnMigrate = () => (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "adopt", "resume-post-copy" }));
        Assert.That(Hosts.Request, Is.EqualTo(Entry.Before!.Request with { Flags = Entry.Before.Request.Flags | MigrationFlags.PostCopyResume }));
    }

    [Test]
    public async Task RecoverAsync_PostCopyRuns_IsWatchedAndNeverAborted()
    {
        (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.Unbounded, TwoHosts.PausedForPostCopy, RunningInPostCopy);
        Entry = Entry with { StartedAt = Entry.StartedAt.AddHours(-1) };
        Cancels.Setup(c => c.Answer("m1", It.IsAny<DateTimeOffset>())).Returns(true);
        OnProgress(() => (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running));

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(Hosts.Calls, Is.Empty);
    }

    [Test]
    public async Task RecoverAsync_PostCopyPausedAndTheTargetIsGone_NeverResumesTheSource()
    {
        (Hosts.Job, Hosts.SourceState) = (DomainJobType.Unbounded, PostCopyBroken);

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(Hosts.Calls, Is.Empty);
        Assert.That(report.Commands.Select(c => c.Command), Has.None.Contains(" resume "));
        VerifyEnd(report, closed: false);
    }

    [TestCase("start-post-copy", null, MigrationResult.Unknown)]
    [TestCase("start-post-copy", "start-post-copy-failed", MigrationResult.Failed)]
    public async Task RecoverAsync_OnlyTheJournalKnowsOfPostCopy_BelievesIt(string first, string? second, MigrationResult expected)
    {
        Done = [.. new[] { first, second }.OfType<string>().Select(a => new MigrationAction(TimeSpan.Zero, a, "why"))];
        Hosts.SourceState = TwoHosts.PausedForMigration;

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(expected));
        Assert.That(Hosts.Calls.Contains("source: resume"), Is.EqualTo(expected == MigrationResult.Failed));
    }

    [Test]
    public async Task RecoverAsync_TransferNeverBegan_FailsAndPutsTheTunablesBack()
    {
        Entry = Entry with { Phase = MigrationPhase.Reservation };

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(Hosts.MaxDowntime, Is.EqualTo(TimeSpan.FromMilliseconds(555)));
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task RecoverAsync_DeadlinePassed_AbortsWhatStillRuns()
    {
        Hosts.Job = DomainJobType.Unbounded;
        Hosts.OnAbort = () => Hosts.Job = DomainJobType.None;
        Entry = Entry with { StartedAt = Entry.StartedAt.AddHours(-1) };

        MigrationReport report = await RecoverAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Failed));
        Assert.That(report.Reasons.Select(r => r.Code), Is.EqualTo(new[] { ReasonCodes.DeadlinePassed, ReasonCodes.Recovered }));
        Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "adopt", "abort" }));
    }

    [Test]
    public async Task RecoverAsync_AnotherProcessWantsItCancelled_AnswersAndAborts()
    {
        Hosts.Job = DomainJobType.Unbounded;
        Hosts.OnAbort = () => Hosts.Job = DomainJobType.None;
        Cancels.Setup(c => c.Answer("m1", It.IsAny<DateTimeOffset>())).Returns(true);

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Reasons[0].Code), Is.EqualTo((MigrationResult.Cancelled, ReasonCodes.Cancelled)));
    }

    [Test]
    public async Task RecoverAsync_WatchIsEnded_LeavesEverythingAsItIsForTheNext()
    {
        Hosts.Job = DomainJobType.Unbounded;
        using CancellationTokenSource stop = new();
        OnProgress(stop.Cancel);

        (MigrationReport? report, Reason? refusal) = await Create().RecoverAsync(Entry, new(Waits: false), stop.Token);

        Assert.That((report, refusal?.Code), Is.EqualTo(((MigrationReport?)null, ReasonCodes.ServiceStopping)));
        Assert.That(Hosts.Calls, Is.Empty);
        Assert.That(Locks.Released, Is.EqualTo(new long[] { 1 }));
        Journal.Verify(j => j.Finish(It.IsAny<MigrationReport>(), It.IsAny<DateTimeOffset>()), Times.Never);
    }

    [Test]
    public async Task RecoverAsync_SomebodyHoldsTheGuest_TouchesNothing()
    {
        Locks.Refusal = new(ReasonCodes.GuestLocked, "node9:42 migrates it");

        await RefusedAsync(ReasonCodes.GuestLocked);
    }

    [Test]
    public async Task RecoverAsync_EndedBeforeTheLockWasFree_TouchesNothing()
    {
        Journal.Setup(j => j.Find("m1")).Returns(Entry with { EndedAt = Entry.StartedAt });

        await RefusedAsync(ReasonCodes.AlreadyEnded);
        Assert.That(Locks.Released, Is.EqualTo(new long[] { 1 }));
    }

    [TestCase(10, ReasonCodes.GuestLocked)]
    [TestCase(300, null)]
    public async Task RecoverAsync_ItsProcessHadNoLockYet_IsLeftAloneUntilItHasBeenSilent(int seconds, string? refusal)
    {
        Entry = Entry with { LockToken = null, Phase = MigrationPhase.Initialization, StartedAt = Entry.StartedAt.AddSeconds(-seconds) };

        Assert.That((await Create().RecoverAsync(Entry, new(Waits: false), default)).Refusal?.Code, Is.EqualTo(refusal));
    }

    [Test]
    public async Task RecoverAsync_GuestMigratedAgainSince_IsClosedAndNothingTouched()
    {
        Hosts.SourceState = TwoHosts.PausedForMigration;
        Journal.Setup(j => j.LatestTransfer(MigrationTestData.Guest)).Returns(Entry with { Id = "m2", StartedAt = Entry.StartedAt.AddHours(1) });

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Reasons.Single().Code), Is.EqualTo((MigrationResult.Unknown, ReasonCodes.Superseded)));
        Assert.That(Hosts.Calls, Is.Empty);
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task RecoverAsync_LockIsLostMeanwhile_TakesNoStep()
    {
        Hosts.SourceState = TwoHosts.PausedForMigration;
        Locks.Stands = false;

        MigrationReport report = await RecoverAsync();

        Assert.That((report.Result, report.Actions.Single().Action), Is.EqualTo((MigrationResult.Unknown, "resume-source-refused")));
        Assert.That(Hosts.Calls, Is.Empty);
    }

    private async Task RefusedAsync(string code)
    {
        (MigrationReport? report, Reason? refusal) = await Create().RecoverAsync(Entry, new(Waits: false), default);
        Assert.That((report, refusal?.Code), Is.EqualTo(((MigrationReport?)null, code)));
        Assert.That(Hosts.Calls, Is.Empty);
        Journal.Verify(j => j.Finish(It.IsAny<MigrationReport>(), It.IsAny<DateTimeOffset>()), Times.Never);
    }

    private void OnProgress(Action happens) =>
        Journal.Setup(j => j.RecordProgress("m1", It.IsAny<MigrationProgress>(), It.IsAny<DateTimeOffset>())).Callback(happens);

    private async Task<MigrationReport> RecoverAsync() => (await Create().RecoverAsync(Entry, new(Waits: false), default)).Report!;
}
