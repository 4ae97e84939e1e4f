using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration.InFlight;

[TestFixture]
public sealed class RoundLogTests
{
    [Test]
    public void See_SynchronizationBetweenReadings_InterpolatesWhatWasSentAndLeft()
    {
        var log = new RoundLog();
        log.See(1, Seconds(0.5));
        log.See(Reading(1.0, pages: 100, left: 900));
        log.See(Reading(2.0, pages: 200, left: 800));
        log.See(2, Seconds(2.5));
        log.See(Reading(3.0, pages: 300, left: 350));
        Assert.Multiple(() =>
        {
            Assert.That(log.Count, Is.EqualTo(1));
            Assert.That(log.Rounds[0].ToTransferRound(), Is.EqualTo(new TransferRound(Seconds(2.5), new(250 * 4104), new(400 * 4096))));
            Assert.That(log.Rounds[0].LeftBefore, Is.EqualTo(1000 * 4096));
            Assert.That(log.RoundStartedAt, Is.EqualTo(Seconds(2.5)));
        });
    }

    [Test]
    public void See_FirstPassEndsWithZeroPages_TheyBelongToItAndAreNotLeft()
    {
        var log = new RoundLog();
        log.See(1, Seconds(0));
        log.See(Reading(1, pages: 100, left: 1900));
        log.See(2, Seconds(1.5));
        TransferReading after = Reading(2, pages: 200, left: 50);
        log.See(after with { Job = after.Job! with { ConstantPages = 1850 } });
        Assert.That(log.Rounds[0].LeftAfter, Is.EqualTo(100 * 4096), "50 left and 50 sent since");
        Assert.That(log.Rounds[0].Sent!.Value.Pages, Is.EqualTo(2000));
    }

    [Test]
    public void See_SeveralSynchronizationsBetweenReadings_KnowsOnlyWhatTheLastOneLeft()
    {
        var log = new RoundLog();
        log.See(1, Seconds(0));
        log.See(Reading(1, pages: 100, left: 100));
        log.See(2, Seconds(1.2));
        log.See(3, Seconds(1.4));
        log.See(Reading(2, pages: 200, left: 50));
        Assert.That(log.Rounds.Select(r => r.ToTransferRound()), Is.EqualTo(new TransferRound[]
        {
            new(Seconds(1.2), new(120 * 4104), null),
            new(Seconds(1.4), new(20 * 4104), new(110 * 4096)),
        }));
    }

    [Test]
    public void See_EventLostOrLate_TheReadingStandsInAndTheLateEventIsNoSecondRound()
    {
        var log = new RoundLog();
        log.See(1, Seconds(0));
        log.See(Reading(1, pages: 100, left: 100));
        log.See(Reading(2, pages: 200, left: 50, iteration: 2));
        log.See(2, Seconds(2.05));
        log.See(Reading(3, pages: 210, left: 40, iteration: 2));
        Assert.That(log.Rounds.Select(r => r.EndedAt), Is.EqualTo(new[] { Seconds(1.5) }));
    }

    [Test]
    public void See_CounterOfAnEarlierRunBeforeDataFlows_IsNoRound()
    {
        var log = new RoundLog();
        log.See(Reading(0.2, pages: 0, left: 0, iteration: 7));
        Assert.That((log.Count, log.Iteration), Is.EqualTo((0, 0)));
    }

    [Test]
    public void See_ManyRounds_KeepsTheFirstAndTheLast64()
    {
        var log = new RoundLog();
        for (int i = 1; i <= 1001; i++)
        {
            log.See(i, Seconds(i));
            log.See(Reading(i + 0.5, pages: i * 10, left: 5));
        }

        Assert.Multiple(() =>
        {
            Assert.That(log.Count, Is.EqualTo(1000));
            Assert.That(log.Rounds, Has.Count.EqualTo(128));
            Assert.That((log.Rounds[63].EndedAt, log.Rounds[64].EndedAt), Is.EqualTo((Seconds(65), Seconds(938))));
        });
    }

    [Test]
    public void Complete_NothingWasReadAfterTheLastSynchronization_TheRoundHasNoAmounts()
    {
        var log = new RoundLog();
        log.See(1, Seconds(0));
        log.See(Reading(1, pages: 100, left: 100));
        log.See(2, Seconds(1.5));
        log.Complete();
        Assert.That(log.Rounds.Single().ToTransferRound(), Is.EqualTo(new TransferRound(Seconds(1.5), null, null)));
    }

    [Test]
    public void DirtyingSpan_PagesUnsentAtTheSynchronization_AreNotCountedAsDirtiedOnce()
    {
        var round = new MeasuredRound
        {
            StartedAt = Seconds(10),
            EndedAt = Seconds(12),
            Sent = new() { NormalPages = 80 },
            LeftBefore = 100 * 4096,
            LeftAfter = 60 * 4096,
        };
        DirtyingSpan span = DirtyingSpan.From([round]).Single();

        // 20 were unsent, 40 came on top; of the 60 that are dirty a third was hidden among the unsent.
        Assert.That(span.SecondsPerRound, Is.EqualTo(2));
        Assert.That(span.BytesPerRound, Is.EqualTo(60 * 4096).Within(1));
    }

    private static TransferReading Reading(double at, int pages, int left, ulong iteration = 0) => new(Seconds(at), new(DomainState.Running, 1), new()
    {
        Type = DomainJobType.Unbounded,
        MemoryTotalBytes = 1 << 30,
        MemoryProcessedBytes = (ulong)pages * 4104,
        MemoryRemainingBytes = (ulong)left * 4096,
        NormalPages = (ulong)pages,
        PageSizeBytes = 4096,
        Iteration = iteration,
    });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
