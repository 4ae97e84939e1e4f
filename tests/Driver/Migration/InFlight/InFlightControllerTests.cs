using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration.InFlight;

[TestFixture]
public sealed class InFlightControllerTests
{
    private static readonly MigrationParameters PostCopy = new() { MaxDowntime = TimeSpan.FromMilliseconds(300), PostCopy = true };

    private static readonly InFlightState Early = new()
    {
        Plan = MigrationTestData.Plan(),
        Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(300) },
        Elapsed = TimeSpan.FromSeconds(5),
    };

    [Test]
    public void Decide_NothingSpecial_DoesNothing() => Assert.That(Decide(Early with { Round = 9 }), Is.Empty);

    [TestCase(0.97, false)]
    [TestCase(0.99, true)]
    public void Decide_DeadlineNear_AbortsWhileThereIsTimeToEnd(double share, bool aborts) =>
        Assert.That(Decide(Early with { Elapsed = Early.Plan.Limits.MaxTotalTime * share }).OfType<AbortTransfer>().Any(), Is.EqualTo(aborts));

    [TestCase(9, false, false)]
    [TestCase(10, false, true)]
    [TestCase(60, true, false)]
    public void Decide_TargetIsSilent_AbortsWhileTheGuestIsTheSources(int seconds, bool isSwitchingOver, bool aborts) => Assert.That(
        Decide(Early with { TargetSilence = TimeSpan.FromSeconds(seconds), IsSwitchingOver = isSwitchingOver }).OfType<AbortTransfer>().Any(), Is.EqualTo(aborts));

    [Test]
    public void Decide_DeadlinePassedInPostCopy_DoesNothing() =>
        Assert.That(Decide(Early with { Elapsed = Early.Plan.Limits.MaxTotalTime, InPostCopy = true }), Is.Empty);

    [Test]
    public void Decide_DeadlinePassedOnceSwitchingOver_DoesNothing() =>
        Assert.That(Decide(Early with { Elapsed = Early.Plan.Limits.MaxTotalTime, IsSwitchingOver = true }), Is.Empty);

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void Decide_PostCopyPlanned_StartsAfterTheFirstPass(int round, bool starts) =>
        Assert.That(Decide(Early with { Parameters = PostCopy, CanStartPostCopy = true, Round = round }).OfType<StartPostCopy>().Any(), Is.EqualTo(starts));

    [TestCase(0u, false)]
    [TestCase(4096u, true)]
    public void Decide_IterationOfStatistics_CountsOnlyOnceDataFlowed(ulong processed, bool starts)
    {
        var reading = new TransferReading(
            default, new(DomainState.Running, 1), new() { Type = DomainJobType.Unbounded, Iteration = 2, MemoryProcessedBytes = processed });
        Assert.That(Decide(Early with { Parameters = PostCopy, CanStartPostCopy = true, Readings = [reading] }).Any(), Is.EqualTo(starts));
    }

    [Test]
    public void Decide_PostCopyOnlyAsARescue_IsNotStartedByThePlan() =>
        Assert.That(Decide(Early with { CanStartPostCopy = true, Round = 3 }), Is.Empty);

    [Test]
    public void Decide_AlreadySwitchingOver_LeavesPostCopyAlone() =>
        Assert.That(Decide(Early with { Parameters = PostCopy, CanStartPostCopy = true, Round = 3, IsSwitchingOver = true }), Is.Empty);

    private static IReadOnlyList<InFlightDecision> Decide(InFlightState state) => new InFlightController().Decide(state);
}
