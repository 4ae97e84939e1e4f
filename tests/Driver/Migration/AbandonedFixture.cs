using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Cluster;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>A migration whose process died, between two scripted hosts.</summary>
public abstract class AbandonedFixture
{
    private protected MigrationOptions Options { get; private set; } = null!;

    private protected TwoHosts Hosts { get; private set; } = null!;

    private protected Mock<IMigrationJournal> Journal { get; private set; } = null!;

    private protected Mock<IReservationBook> Reservations { get; private set; } = null!;

    private protected Mock<ICancelBook> Cancels { get; private set; } = null!;

    private protected ScriptedLocks Locks { get; private set; } = null!;

    /// <summary>What the dead process did.</summary>
    private protected List<MigrationAction> Done { get; set; } = null!;

    private protected JournalEntry Entry { get; set; } = null!;

    [SetUp]
    public void Script()
    {
        (Hosts, Journal, Reservations, Cancels, Locks, Done) = (new(), new(), new(), new(), new(), []);
        Options = new()
        {
            Tls = false,
            OwnershipBound = TimeSpan.FromMilliseconds(100),
            OwnershipRetry = TimeSpan.FromMilliseconds(2),
            AbortBound = TimeSpan.FromMilliseconds(200),
        };
        Journal.Setup(j => j.Actions("m1")).Returns(() => Done);
        Entry = new()
        {
            Id = "m1",
            Domain = new("web", MigrationTestData.Guest),
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Phase = MigrationPhase.IterativePreCopy,
            Plan = MigrationTestData.Plan(),
            LockToken = 1,
            Before = new()
            {
                MaxDowntime = TimeSpan.FromMilliseconds(555),
                MaxSpeedMebibytesPerSecond = 44,
                Request = new() { Flags = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.PostCopy },
            },
        };
    }

    private protected IAbandonedMigration Create()
    {
        FixedOptions<MigrationOptions> options = new(Options);
        ILibvirtConnector connector = Hosts.Connector.Object;
        var resolver = new OwnershipResolver(connector, options, TimeProvider.System, NullLogger<OwnershipResolver>.Instance);
        var settlement = new Settlement(resolver, connector, options, TimeProvider.System, NullLogger<Settlement>.Instance);
        var orphaned = new OrphanedTransfer(resolver, connector, options, TimeProvider.System, NullLogger<OrphanedTransfer>.Instance);
        IOptions<CoordinationOptions> coordination = Microsoft.Extensions.Options.Options.Create(new CoordinationOptions { LeaseSeconds = 1 });
        var locker = new GuestLocker(Locks, coordination, TimeProvider.System, NullLogger<GuestLock>.Instance);
        return new AbandonedMigration(
            new(locker, Journal.Object, coordination, TimeProvider.System),
            new(resolver, orphaned, Cancels.Object, Journal.Object, options, TimeProvider.System, NullLogger<AbandonedTransfer>.Instance),
            settlement, new(connector, options, TimeProvider.System),
            new(connector, options, TimeProvider.System, NullLogger<CompletedJob>.Instance),
            Journal.Object, Reservations.Object, TimeProvider.System, NullLogger<AbandonedMigration>.Instance);
    }

    private protected void VerifyEnd(MigrationReport report, bool closed)
    {
        bool byForce = closed && report.Result == MigrationResult.Unknown;
        Journal.Verify(j => j.Finish(report, It.IsAny<DateTimeOffset>()), Times.Once);
        Journal.Verify(j => j.Close("m1", It.IsAny<DateTimeOffset>()), byForce ? Times.Once : Times.Never);
        Reservations.Verify(
            r => r.ReleaseAsync("m1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), closed ? Times.Once : Times.Never);
        Assert.That(Locks.Released, Is.EqualTo(new long[] { 1 }), "the lock is given back");
    }
}
