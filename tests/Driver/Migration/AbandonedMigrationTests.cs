using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>An abandoned migration is cancelled.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class AbandonedMigrationTests : AbandonedFixture
{
    [SetUp]
    public void SetUp()
    {
        Hosts.Job = DomainJobType.Unbounded;
        Hosts.OnAbort = () => (Hosts.Job, Hosts.DestinationState) = (DomainJobType.None, null);
    }

    [Test]
    public async Task AbortAsync_SourceStillSends_AbortsItAndProvesThatTheGuestStayed()
    {
        Hosts.DestinationState = TwoHosts.PausedForMigration;

        MigrationReport report = await AbortAsync();

        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Cancelled));
            Assert.That(report.Ownership, Is.EqualTo(new Ownership(GuestPresence.Running, GuestPresence.Absent)));
            Assert.That(Hosts.Calls, Has.Member("source: abort"));
            Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "abort" }));
            Assert.That((Hosts.MaxDowntime, Hosts.MaxSpeed), Is.EqualTo((TimeSpan.FromMilliseconds(555), 44UL)), "as before");
        });
        VerifyEnd(report, closed: true);
    }

    [Test]
    public async Task AbortAsync_GuestHadArrivedAlready_SaysSoAndAbortsNothing()
    {
        (Hosts.Job, Hosts.SourceState, Hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(Hosts.Calls, Has.No.Member("source: abort"));
    }

    [Test]
    public async Task AbortAsync_PostCopy_IsNotAbortedAndStaysOpen()
    {
        (Hosts.SourceState, Hosts.DestinationState) = (TwoHosts.PausedForPostCopy, TwoHosts.Running);

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(Hosts.Calls, Has.No.Member("source: abort").And.No.Member("source: resume"));
        VerifyEnd(report, closed: false);
    }

    [Test]
    public async Task AbortAsync_DestinationIsSilent_ClaimsNothing()
    {
        Hosts.DestinationReachable = false;

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown), "the switch-over may have begun while nobody watched");
        VerifyEnd(report, closed: false);
    }

    [Test]
    public async Task AbortAsync_JobCannotBeAborted_IsUnknown()
    {
        Hosts.OnAbort = () => throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "no");

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
    }

    [Test]
    public async Task AbortAsync_SomethingElseThanAMigrationRuns_IsLeftAlone()
    {
        Hosts.JobStatistics = new() { Type = DomainJobType.Unbounded, Operation = 6 };
        (Options.ConnectBound, Options.CallBound) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(Hosts.Calls, Has.No.Member("source: abort"));
    }

    [Test]
    public async Task AbortAsync_SomebodyHoldsTheGuest_TouchesNothing()
    {
        Locks.Refusal = new(ReasonCodes.GuestLocked, "node9:42 migrates it");

        (MigrationReport? report, Reason? refusal) = await Create().AbortAsync(Entry);

        Assert.That((report, refusal?.Code), Is.EqualTo(((MigrationReport?)null, ReasonCodes.GuestLocked)));
        Assert.That(Hosts.Calls, Has.No.Member("source: abort"));
    }

    private async Task<MigrationReport> AbortAsync() => (await Create().AbortAsync(Entry)).Report!;
}
