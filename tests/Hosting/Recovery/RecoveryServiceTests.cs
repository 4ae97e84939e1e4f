using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Recovery;

namespace ShadowMig.Hosting.Tests.Recovery;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecoveryServiceTests : IDisposable
{
    private static readonly JournalEntry Abandoned = Samples.Running with { LockToken = 7 };

    private readonly Mock<IMigrationJournal> _journal = new();
    private readonly Mock<IGuestLockStore> _locks = new();
    private readonly Mock<IAbandonedMigration> _abandoned = new();
    private readonly FakeTimeProvider _time = new(Samples.At.AddSeconds(5));
    private readonly List<StandingLock> _standing = [];
    private readonly RecoveryService _service;
    private int _attempts;

    public RecoveryServiceTests()
    {
        _journal.Setup(j => j.Unfinished()).Returns([Abandoned]);
        _locks.Setup(l => l.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync(_standing);
        Answer(Samples.ReportOf(MigrationResult.Unknown), null);
        _service = new(_journal.Object, _locks.Object, _abandoned.Object, _time, NullLogger<RecoveryService>.Instance);
    }

    public void Dispose() => _service.Dispose();

    [Test]
    public async Task Tick_NobodyHoldsTheGuest_TakesTheMigrationOver()
    {
        await TickAsync();

        _abandoned.Verify(a => a.RecoverAsync(Abandoned, new RecoveryTerms(false, false), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Tick_ItsProcessHoldsTheGuest_LeavesItAlone()
    {
        _standing.Add(new(Samples.Domain.Uuid, 7, null));

        await TickAsync();

        Assert.That(_attempts, Is.Zero);
    }

    [TestCase(5, 0)]
    [TestCase(300, 1)]
    public async Task Tick_ItsProcessHadNoLockYet_WaitsForItsSilence(int seconds, int attempts)
    {
        _journal.Setup(j => j.Unfinished()).Returns([Samples.Running with { ProgressAt = null, LockToken = null }]);
        _time.SetUtcNow(Samples.At.AddSeconds(seconds));

        await TickAsync();

        Assert.That(_attempts, Is.EqualTo(attempts));
    }

    [Test]
    public async Task Tick_MigrationStaysUnresolved_IsTriedAgainEverMoreRarely()
    {
        await TickAsync();
        await TickAsync(29);
        Assert.That(_attempts, Is.EqualTo(1));
        await TickAsync(1);
        Assert.That(_attempts, Is.EqualTo(2));
        await TickAsync(59);
        Assert.That(_attempts, Is.EqualTo(2));
        await TickAsync(1);
        Assert.That(_attempts, Is.EqualTo(3));
        for (int i = 0; i < 10; i++)
            await TickAsync(600);
        Assert.That(_attempts, Is.EqualTo(13), "every ten minutes at least");
    }

    [Test]
    public async Task Tick_SomebodyWasFaster_LooksAgainAtTheNextTick()
    {
        Answer(null, new(ReasonCodes.GuestLocked, "node1:42 has it"));

        await TickAsync();
        await TickAsync(5);

        Assert.That(_attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task Tick_AttemptStillRuns_BeginsNoOther()
    {
        TaskCompletionSource<(MigrationReport?, Reason?)> end = new();
        _abandoned.Setup(a => a.RecoverAsync(It.IsAny<JournalEntry>(), It.IsAny<RecoveryTerms>(), It.IsAny<CancellationToken>()))
            .Callback(() => _attempts++).Returns(end.Task);

        await _service.TickAsync(CancellationToken.None);
        await _service.TickAsync(CancellationToken.None);
        IReadOnlyList<Task> running = _service.Running;
        end.SetResult((Samples.ReportOf(MigrationResult.Completed), null));
        await Task.WhenAll(running);

        Assert.That((running.Count, _attempts), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Tick_AnAttemptFails_TheServiceGoesOn()
    {
        _abandoned.Setup(a => a.RecoverAsync(It.IsAny<JournalEntry>(), It.IsAny<RecoveryTerms>(), It.IsAny<CancellationToken>()))
            .Callback(() => _attempts++).ThrowsAsync(new IOException("disk full"));

        await TickAsync();
        await TickAsync(30);

        Assert.That(_attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task Run_JournalCannotBeRead_LooksAgainAndEndsWhenAsked()
    {
        int reads = 0;
        _journal.Setup(j => j.Unfinished()).Callback(() => reads++).Throws(new IOException("disk on fire"));

        await _service.StartAsync(CancellationToken.None);
        for (int i = 0; i < 1000 && reads < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(5);
        }

        await _service.StopAsync(CancellationToken.None);
        Assert.That(reads, Is.GreaterThanOrEqualTo(3));
        Assert.That(_service.ExecuteTask!.IsCompletedSuccessfully, Is.True);
    }

    private void Answer(MigrationReport? report, Reason? refusal) => _abandoned
        .Setup(a => a.RecoverAsync(It.IsAny<JournalEntry>(), It.IsAny<RecoveryTerms>(), It.IsAny<CancellationToken>()))
        .Callback(() => _attempts++)
        .ReturnsAsync((report, refusal));

    private async Task TickAsync(double seconds = 0)
    {
        if (seconds > 0)
            _time.Advance(TimeSpan.FromSeconds(seconds));
        await _service.TickAsync(CancellationToken.None);
        await Task.WhenAll(_service.Running);
    }
}
