using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Tests.Planning;

[TestFixture]
public sealed class PreCopyModelTests
{
    private const double Mebibyte = 1 << 20;
    private static readonly PreCopySettings NoCache = new() { MaxDowntimeSeconds = 0.3 };

    [Test]
    public void Run_NothingWritten_IsOnePassOverWhatHoldsSomething()
    {
        PreCopyOutcome outcome = PreCopyModel.Run(World(workingSetMebibytes: 0), NoCache, null);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Converges, Is.True);
            Assert.That(outcome.TotalSeconds, Is.EqualTo(5.12 * 4104 / 4096 + 0.02).Within(1e-6));
            Assert.That(outcome.DowntimeSeconds, Is.EqualTo(0.02).Within(1e-9));
            Assert.That(outcome.Bytes, Is.EqualTo(512 * Mebibyte * 4104 / 4096).Within(1));
        });
    }

    [Test]
    public void Run_WorkingSetBelowThreshold_EndsAfterThePassAndPausesForIt()
    {
        PreCopyOutcome outcome = PreCopyModel.Run(World(workingSetMebibytes: 20), NoCache, null);

        Assert.That(outcome.Converges, Is.True);
        Assert.That(outcome.DowntimeSeconds, Is.EqualTo(0.02 + (20 * 4104 / 4096.0 / 400)).Within(1e-3));
    }

    [Test]
    public void Run_WorkingSetRewrittenFasterThanSent_DoesNotConverge()
    {
        PreCopyOutcome outcome = PreCopyModel.Run(World(workingSetMebibytes: 300), NoCache, null);

        Assert.That(outcome.Converges, Is.False);
        Assert.That(outcome.TotalSeconds, Is.GreaterThanOrEqualTo(60));
        Assert.That(outcome.DowntimeSeconds, Is.GreaterThan(0.5), "a forced pause has to send the working set");
    }

    [Test]
    public void Run_ShortPauseIsRaisedOnceRoundsStopShrinking()
    {
        PreCopySettings shortPause = NoCache with { MaxDowntimeSeconds = 0.02 };
        Scenario world = World(workingSetMebibytes: 45);
        PreCopyOutcome raised = PreCopyModel.Run(world, shortPause with { RaisedMaxDowntimeSeconds = 0.3 }, null);

        Assert.Multiple(() =>
        {
            Assert.That(PreCopyModel.Run(world, shortPause, null).Converges, Is.False);
            Assert.That(raised.Converges, Is.True);
            Assert.That(raised.TotalSeconds - PreCopyModel.Run(world, NoCache, null).TotalSeconds, Is.InRange(0.2, 2));
        });
    }

    [Test]
    public void Run_CacheHoldsTheWorkingSet_ConvergesWhereSmallChangesTravel()
    {
        Scenario world = World(workingSetMebibytes: 300);

        Assert.That(PreCopyModel.Run(world, Cache(512), null).Converges, Is.True);
        Assert.That(PreCopyModel.Run(world with { DeltaBytes = 4096 }, Cache(512), null).Converges, Is.False);
        Assert.That(PreCopyModel.Run(world, Cache(32), null).Converges, Is.False, "a cache far below the working set");
    }

    [Test]
    public void Run_MoreWriting_NeverConvergesAgainAndNeverPausesLess()
    {
        PreCopyOutcome previous = PreCopyModel.Run(World(0), NoCache, null);
        for (int mebibytes = 10; mebibytes <= 400; mebibytes += 10)
        {
            PreCopyOutcome outcome = PreCopyModel.Run(World(mebibytes), NoCache, null);
            Assert.That(previous.Converges || !outcome.Converges, Is.True, $"{mebibytes} MiB");
            Assert.That(outcome.Converges || outcome.DowntimeSeconds >= previous.DowntimeSeconds, Is.True, $"{mebibytes} MiB");
            previous = outcome;
        }
    }

    [Test]
    public void Run_Rounds_AddUpToTheTransfer()
    {
        List<PredictedRound> rounds = [];
        PreCopyOutcome outcome = PreCopyModel.Run(World(workingSetMebibytes: 45), NoCache, rounds);

        long sent = rounds.Sum(r => r.Bytes.Value);
        Assert.That(rounds, Has.Count.GreaterThan(1));
        Assert.That(sent, Is.LessThan(outcome.Bytes));
        Assert.That(outcome.Bytes - sent, Is.EqualTo(rounds[^1].Dirtied.Value * 4104.0 / 4096).Within(1).Percent);
    }

    [Test]
    public void Run_CompressedFasterThanUnpacked_PausesForWhatTheSocketsHold()
    {
        PreCopySettings parallel = NoCache with { IsParallel = true, WireShare = 0.05, PageSeconds = 4096 / 800e6, QueueBytes = 8 * Mebibyte };
        PreCopyOutcome behind = PreCopyModel.Run(World(0), parallel, null);
        PreCopyOutcome level = PreCopyModel.Run(World(0), parallel with { PageSeconds = 4096 / 300e6 }, null);

        // Half of 512 MiB still waits, or 8 MiB that unpack to 160: the sockets do not hold more.
        Assert.That(behind.DowntimeSeconds, Is.EqualTo(0.02 + (160 * Mebibyte / 400e6)).Within(0.02));
        Assert.That(level.DowntimeSeconds, Is.EqualTo(0.02).Within(0.005));
    }

    private static Scenario World(double workingSetMebibytes) => new()
    {
        NonZeroBytes = 512 * Mebibyte,
        ZeroPages = 0,
        PageBytes = 4096,
        WorkingSet = new WorkingSetCurve(workingSetMebibytes * Mebibyte, 0.3, 0, 1024 * Mebibyte),
        CapRate = 100 * Mebibyte,
        LineRate = 400 * Mebibyte,
        SetupSeconds = 0,
        SwitchoverSeconds = 0.02,
        DeltaSwitchoverSeconds = 0.03,
        ParallelSwitchoverSeconds = 0.02,
        PostCopySwitchoverSeconds = 0.01,
        MaxTotalSeconds = 60,
        DeltaBytes = 20,
        OverflowShare = 0,
        ScatteredShare = 0,
        EncodeSeconds = 1e-6,
        UnpackRate = 400e6,
        PackFactor = 1,
        BurstPhase = 0.5,
    };

    private static PreCopySettings Cache(double mebibytes) => NoCache with { CacheBytes = mebibytes * Mebibyte };
}
