using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>The authority table of the design, row by row.</summary>
[TestFixture]
public sealed class ResultDeciderTests
{
    private static readonly Reason Why = new(ReasonCodes.MigrationError, "broken");

    private static readonly GuestReading Running = Read(DomainState.Running);
    private static readonly GuestReading PausedForMigration = Read(DomainState.Paused, 2);
    private static readonly GuestReading PausedByIoError = Read(DomainState.Paused, 5);
    private static readonly GuestReading PausedByUser = Read(DomainState.Paused, 1);
    private static readonly GuestReading PausedForPostCopy = Read(DomainState.Paused, 12);
    private static readonly GuestReading PostCopyBroken = Read(DomainState.Paused, 13);
    private static readonly GuestReading RunningInPostCopy = Read(DomainState.Running, 10);
    private static readonly GuestReading RunningSinceMigration = Read(DomainState.Running, 2);
    private static readonly GuestReading Inactive = Read(DomainState.ShutOff);
    private static readonly GuestReading Absent = GuestReading.Absent;
    private static readonly GuestReading Unknown = GuestReading.Unknown;
    private static readonly GuestReading InShutdown = Read(DomainState.ShuttingDown);

    private static readonly TransferOutcome Succeeded = new() { Call = CallOutcome.Succeeded, SwitchoverBegan = true };
    private static readonly TransferOutcome Failed = new() { Call = CallOutcome.Failed, Reason = Why };
    private static readonly TransferOutcome FailedLate = Failed with { SwitchoverBegan = true };
    private static readonly TransferOutcome Lost = new() { Call = CallOutcome.Lost, Reason = Why, SwitchoverBegan = true };
    private static readonly TransferOutcome BothRan = Lost with { BothRan = true };
    private static readonly TransferOutcome Cancelled = Failed with { Cancelled = true };
    private static readonly TransferOutcome NotStarted = new() { Call = CallOutcome.NotStarted, Reason = Why };
    private static readonly TransferOutcome PostCopy = FailedLate with { PostCopyBegan = true };
    private static readonly TransferOutcome PostCopySucceeded = Succeeded with { PostCopyBegan = true };

    private static readonly (string, GuestReading)[] Stopped =
    [
        ("paused by a person", PausedByUser),
        ("paused by an I/O error", PausedByIoError),
        ("paused by its watchdog", Read(DomainState.Paused, 6)),
        ("paused by a panic", Read(DomainState.Paused, 10)),
        ("crashed", Read(DomainState.Crashed)),
        ("suspended", Read(DomainState.PowerManagementSuspended)),
    ];

    private static IEnumerable<TestCaseData> Table()
    {
        // Initialization, reservation: nothing was started, the source is the authority.
        yield return Row("not started, guest on the source", NotStarted, Running, Unknown, MigrationResult.Failed);
        yield return Row("not started, cancelled", NotStarted with { Cancelled = true }, Running, Absent, MigrationResult.Cancelled);
        yield return Row("not started, guest shut off", NotStarted, Inactive, Absent, MigrationResult.Failed);
        yield return Row("not started, guest not found", NotStarted, Absent, Absent, MigrationResult.Unknown);
        yield return Row("not started, source silent", NotStarted, Unknown, Absent, MigrationResult.Unknown);
        // Iterative pre-copy: the source is the authority.
        yield return Row("pre-copy failed", Failed, Running, Absent, MigrationResult.Failed);
        yield return Row("pre-copy failed, target silent", Failed, Running, Unknown, MigrationResult.Failed);
        yield return Row("pre-copy failed, definition on target", Failed, Running, Inactive, MigrationResult.Failed);
        yield return Row("cancelled", Cancelled, Running, Absent, MigrationResult.Cancelled);
        yield return Row("call lost, job still runs", Lost, Running with { HasJob = true }, Absent, MigrationResult.Unknown);
        yield return Row("pre-copy failed, guest paused by an I/O error", Failed, PausedByIoError, Absent, MigrationResult.Failed);
        // Stop-and-copy finished, result of the finish step unknown: nobody is.
        yield return Row("target runs, source paused", Lost, PausedForMigration, Running, MigrationResult.Unknown, SettlementStep.DestroySource);
        yield return Row("both paused", Lost, PausedForMigration, Read(DomainState.Paused, 11), MigrationResult.Unknown, SettlementStep.DestroyDestination);
        yield return Row("source paused, target absent", Lost, PausedForMigration, Absent, MigrationResult.Unknown, SettlementStep.ResumeSource);
        yield return Row("source paused, target silent", Lost, PausedForMigration, Unknown, MigrationResult.Unknown);
        yield return Row("both run", Lost, Running, Running, MigrationResult.Unknown, SettlementStep.PauseSource);
        yield return Row("both ran, source paused since", BothRan, PausedByUser, Running, MigrationResult.Unknown);
        yield return Row("both ran, target paused since", BothRan, Running, PausedByUser, MigrationResult.Unknown);
        yield return Row("both ran, target ended and source still paused", BothRan, PausedByUser, Absent, MigrationResult.Unknown);
        yield return Row("both ran, source ended since", BothRan, Absent, Running, MigrationResult.Completed);
        yield return Row("both ran, target ended since", BothRan, Running, Absent, MigrationResult.Failed);
        yield return Row("both run, success reported", Succeeded, Running, Running, MigrationResult.Unknown, SettlementStep.PauseSource);
        yield return Row("source runs, target silent after switch-over", FailedLate, Running, Unknown, MigrationResult.Unknown);
        yield return Row("source runs, target paused", FailedLate, Running, PausedForMigration, MigrationResult.Unknown, SettlementStep.DestroyDestination);
        yield return Row("both paused, target not started", FailedLate, PausedForMigration, PausedForMigration, MigrationResult.Unknown, SettlementStep.DestroyDestination);
        // Whatever else stopped the target's copy, it ran before: the source's may be stale.
        foreach ((string what, GuestReading stopped) in Stopped)
        {
            yield return Row($"source runs, target {what}", FailedLate, Running, stopped, MigrationResult.Unknown);
            yield return Row($"source paused, target {what}", Lost, PausedForMigration, stopped, MigrationResult.Unknown);
            yield return Row($"success reported, source runs, target {what}", Succeeded, Running, stopped, MigrationResult.Unknown);
            yield return Row($"paused guest failed, target {what}", Lost with { WasPaused = true }, PausedByUser, stopped, MigrationResult.Unknown);
        }

        yield return Row("success reported, both paused", Succeeded, PausedForMigration, PausedByIoError, MigrationResult.Unknown);
        // QEMU of the target ends: nothing runs there, so the source's guest is not to be paused.
        yield return Row("source runs, target in shutdown", Failed, Running, InShutdown, MigrationResult.Failed);
        yield return Row("source runs, target in shutdown after switch-over", FailedLate, Running, InShutdown, MigrationResult.Unknown);
        // A guest that was paused before stays so.
        yield return Row("paused guest failed", Failed with { WasPaused = true }, PausedByUser, Absent, MigrationResult.Failed);
        yield return Row("paused guest arrived", Succeeded with { WasPaused = true }, Absent, PausedByUser, MigrationResult.Completed);
        yield return Row("paused guest arrived, definition left", Succeeded with { WasPaused = true }, Inactive, PausedByUser, MigrationResult.Completed, SettlementStep.UndefineSource);
        yield return Row("paused guest on both after success", Succeeded with { WasPaused = true }, PausedByUser, PausedByUser, MigrationResult.Unknown, SettlementStep.DestroySource);
        // One that suspended itself or crashed has nothing to be resumed, whether before the migration or in it.
        foreach (DomainState state in new[] { DomainState.PowerManagementSuspended, DomainState.Crashed })
        {
            yield return Row($"{state} guest cancelled", Cancelled with { WasPaused = true }, Read(state), Absent, MigrationResult.Cancelled);
            yield return Row($"{state} guest arrived", Succeeded with { WasPaused = true }, Absent, Read(state), MigrationResult.Completed);
            yield return Row($"{state} since the migration began, failed", Lost, Read(state), Absent, MigrationResult.Failed);
            yield return Row($"{state} since the migration began, target runs", Lost, Read(state), Running, MigrationResult.Unknown, SettlementStep.DestroySource);
            yield return Row($"{state} on the target since it arrived", Succeeded, Absent, Read(state), MigrationResult.Unknown);
        }

        // Post-copy: the target is the authority, or nobody; the source is never resumed.
        yield return Row("post-copy runs", PostCopy, PausedForPostCopy, RunningInPostCopy, MigrationResult.Unknown);
        yield return Row("post-copy paused", PostCopy, PostCopyBroken, Read(DomainState.Paused, 13), MigrationResult.Unknown);
        yield return Row("post-copy, target dead", PostCopy, PostCopyBroken, Absent, MigrationResult.Unknown);
        yield return Row("post-copy, target silent", PostCopy, PostCopyBroken, Unknown, MigrationResult.Unknown);
        yield return Row("post-copy broke for the source's daemon only", PostCopy, PostCopyBroken, RunningSinceMigration, MigrationResult.Unknown, SettlementStep.DestroySource);
        yield return Row("post-copy paused, resumed by hand on the target", PostCopy, PostCopyBroken, Read(DomainState.Running, 5), MigrationResult.Unknown);
        yield return Row("post-copy paused, target still receives", PostCopy, PostCopyBroken, RunningSinceMigration with { HasJob = true }, MigrationResult.Unknown);
        yield return Row("post-copy done, source's copy is still there", PostCopy, PausedForPostCopy, RunningSinceMigration, MigrationResult.Unknown, SettlementStep.DestroySource);
        yield return Row("post-copy broke before the target ran", PostCopy, Read(DomainState.Running, 11) with { HasJob = true }, Inactive, MigrationResult.Unknown);
        yield return Row("post-copy, source's QEMU dead", PostCopy, Inactive, RunningInPostCopy, MigrationResult.Unknown);
        yield return Row("post-copy, source's QEMU dead, seen only in the state", Lost, Absent, RunningInPostCopy, MigrationResult.Unknown);
        yield return Row("post-copy seen only in the state", Lost, PausedForPostCopy, Running, MigrationResult.Unknown);
        yield return Row("post-copy completed", PostCopySucceeded, Absent, Running, MigrationResult.Completed);
        yield return Row("post-copy completed, definition left", PostCopySucceeded, Inactive, Running, MigrationResult.Completed, SettlementStep.UndefineSource);
        yield return Row("post-copy given up before it began", PostCopy, Running, Absent, MigrationResult.Failed);
        // Commitment, activation: the target is the authority.
        yield return Row("completed", Succeeded, Absent, Running, MigrationResult.Completed);
        yield return Row("completed, error reported", Lost, Absent, Running, MigrationResult.Completed);
        yield return Row("completed, definition left", Succeeded, Inactive, Running, MigrationResult.Completed, SettlementStep.UndefineSource);
        yield return Row("target runs, source silent", Succeeded, Unknown, Running, MigrationResult.Unknown);
        yield return Row("target alone, paused", Succeeded, Absent, PausedByIoError, MigrationResult.Unknown);
        yield return Row("source silent, target absent", Lost, Unknown, Absent, MigrationResult.Unknown);
        yield return Row("nobody", Lost, Absent, Absent, MigrationResult.Unknown);
        yield return Row("shut off on both", Lost, Inactive, Inactive, MigrationResult.Unknown);
    }

    [TestCaseSource(nameof(Table))]
    public void Decide_Row_HasItsResultAndStep(
        TransferOutcome outcome, GuestReading source, GuestReading destination, MigrationResult result, SettlementStep step)
    {
        Verdict verdict = ResultDecider.Decide(outcome, new(source, destination));
        Assert.That((verdict.Result, verdict.Step), Is.EqualTo((result, step)));
        if (result == MigrationResult.Unknown)
            Assert.That(verdict.Reason, Is.Not.Null);
    }

    [TestCase(DomainState.Paused, 5, "was paused by an I/O error")]
    [TestCase(DomainState.Paused, 6, "was paused by its watchdog")]
    [TestCase(DomainState.Paused, 1, "was paused by somebody")]
    [TestCase(DomainState.Paused, 9, "is paused for another reason than its migration")]
    [TestCase(DomainState.Crashed, 1, "has crashed")]
    [TestCase(DomainState.PowerManagementSuspended, 0, "has suspended itself")]
    public void Decide_TargetStoppedByAnythingElse_SaysByWhatAndWhatToDo(DomainState state, int reason, string expected) => Assert.That(
        ResultDecider.Decide(Lost, new(PausedForMigration, Read(state, reason))).Reason?.Message,
        Does.Contain($"the target's copy {expected}").And.Contain("see which one is good, end the other"));

    [TestCase(12, true)]
    [TestCase(2, true)]
    [TestCase(1, false)]
    public void Decide_SourcesQemuDeadInPostCopyAndTheTargetPaused_SaysThatMemoryIsLostUnlessSomebodyPausedIt(int reason, bool expected) => Assert.That(
        ResultDecider.Decide(PostCopy, new(Inactive, Read(DomainState.Paused, reason))).Reason?.Message.Contains("memory that had not left it is lost", StringComparison.Ordinal),
        Is.EqualTo(expected));

    [Test]
    public void Decide_SourceGoneInPreCopyAndTheTargetPaused_SaysNothingOfLostMemory() => Assert.That(
        ResultDecider.Decide(FailedLate, new(Inactive, PausedForMigration)).Reason?.Message, Does.Not.Contain("lost"));

    [Test]
    public void Decide_PostCopyInAnyForm_NeverResumesTheSource()
    {
        GuestReading[] all = [Running, PausedForMigration, PausedByUser, PausedForPostCopy, PostCopyBroken, RunningInPostCopy, RunningSinceMigration, Inactive, Absent, Unknown];
        foreach (GuestReading source in all)
        {
            foreach (GuestReading destination in all)
            {
                Assert.That(
                    ResultDecider.Decide(PostCopy, new(source, destination)).Step,
                    Is.Not.EqualTo(SettlementStep.ResumeSource).And.Not.EqualTo(SettlementStep.DestroyDestination));
            }
        }
    }

    private static GuestReading Read(DomainState state, int reason = 1) => new(GuestReading.Of(state), new(state, reason));

    private static TestCaseData Row(
        string name, TransferOutcome outcome, GuestReading source, GuestReading destination, MigrationResult result, SettlementStep step = SettlementStep.None) =>
        new TestCaseData(outcome, source, destination, result, step).SetArgDisplayNames(name);
}
