using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Cluster;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[CancelAfter(60_000)]
public sealed class AbandonedMigrationTests
{
    private readonly MigrationOptions _options = new()
    {
        Tls = false,
        OwnershipBound = TimeSpan.FromMilliseconds(100),
        OwnershipRetry = TimeSpan.FromMilliseconds(2),
        AbortBound = TimeSpan.FromMilliseconds(200),
    };

    private TwoHosts _hosts = null!;
    private Mock<IMigrationJournal> _journal = null!;
    private Mock<IReservationBook> _reservations = null!;
    private ScriptedLocks _locks = null!;

    [SetUp]
    public void SetUp()
    {
        _hosts = new() { Job = DomainJobType.Unbounded };
        _hosts.OnAbort = () => (_hosts.Job, _hosts.DestinationState) = (DomainJobType.None, null);
        _journal = new();
        _reservations = new();
        _locks = new();
    }

    [Test]
    public async Task AbortAsync_SourceStillSends_AbortsItAndProvesThatTheGuestStayed()
    {
        _hosts.DestinationState = TwoHosts.PausedForMigration;

        MigrationReport report = await AbortAsync();

        Assert.Multiple(() =>
        {
            Assert.That(report.Result, Is.EqualTo(MigrationResult.Cancelled));
            Assert.That(report.Ownership, Is.EqualTo(new Ownership(GuestPresence.Running, GuestPresence.Absent)));
            Assert.That(_hosts.Calls, Has.Member("source: abort"));
            Assert.That(report.Actions.Select(a => a.Action), Is.EqualTo(new[] { "abort" }));
        });
        _journal.Verify(j => j.Finish(report, It.IsAny<DateTimeOffset>()), Times.Once);
        _reservations.Verify(r => r.ReleaseAsync("m1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task AbortAsync_GuestHadArrivedAlready_SaysSoAndAbortsNothing()
    {
        (_hosts.Job, _hosts.SourceState, _hosts.DestinationState) = (DomainJobType.None, null, TwoHosts.Running);

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Completed));
        Assert.That(_hosts.Calls, Has.No.Member("source: abort"));
    }

    [Test]
    public async Task AbortAsync_PostCopy_IsNotAbortedAndStaysOpen()
    {
        (_hosts.SourceState, _hosts.DestinationState) = (TwoHosts.PausedForPostCopy, TwoHosts.Running);

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
        Assert.That(_hosts.Calls, Has.No.Member("source: abort").And.No.Member("source: resume"));
        _journal.Verify(j => j.Finish(It.IsAny<MigrationReport>(), It.IsAny<DateTimeOffset>()), Times.Never);
    }

    [Test]
    public async Task AbortAsync_DestinationIsSilent_ClaimsNothing()
    {
        _hosts.DestinationReachable = false;

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown), "the switch-over may have begun while nobody watched");
        _reservations.Verify(r => r.ReleaseAsync(It.IsAny<string>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task AbortAsync_JobCannotBeAborted_IsUnknown()
    {
        _hosts.OnAbort = () => throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "no");

        MigrationReport report = await AbortAsync();

        Assert.That(report.Result, Is.EqualTo(MigrationResult.Unknown));
    }

    [Test]
    public async Task AbortAsync_SomebodyHoldsTheGuest_TouchesNothing()
    {
        _locks.Refusal = new(ReasonCodes.GuestLocked, "node9:42 migrates it");

        (MigrationReport? report, Reason? refusal) = await TryAbortAsync();

        Assert.That((report, refusal?.Code), Is.EqualTo(((MigrationReport?)null, ReasonCodes.GuestLocked)));
        Assert.That(_hosts.Calls, Has.No.Member("source: abort"));
    }

    private async Task<MigrationReport> AbortAsync() => (await TryAbortAsync()).Report!;

    private Task<(MigrationReport? Report, Reason? Refusal)> TryAbortAsync()
    {
        IOptions<MigrationOptions> options = Options.Create(_options);
        ILibvirtConnector connector = _hosts.Connector.Object;
        var resolver = new OwnershipResolver(connector, options, TimeProvider.System, NullLogger<OwnershipResolver>.Instance);
        var settlement = new Settlement(resolver, connector, options, TimeProvider.System, NullLogger<Settlement>.Instance);
        var orphaned = new OrphanedTransfer(resolver, connector, options, TimeProvider.System, NullLogger<OrphanedTransfer>.Instance);
        IOptions<CoordinationOptions> coordination = Options.Create(new CoordinationOptions { LeaseSeconds = 1 });
        var locker = new GuestLocker(_locks, coordination, TimeProvider.System, NullLogger<GuestLock>.Instance);
        var abandoned = new AbandonedMigration(
            resolver, orphaned, settlement, _journal.Object, locker, _reservations.Object, options, coordination, TimeProvider.System);
        return abandoned.AbortAsync(new()
        {
            Id = "m1",
            Domain = new("web", MigrationTestData.Guest),
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Plan = MigrationTestData.Plan(),
        });
    }
}
