using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class InFlightControllerTests
{
    private static readonly InFlightState Early = new()
    {
        Plan = MigrationTestData.Plan(),
        Parameters = new() { MaxDowntime = TimeSpan.FromMilliseconds(300) },
        Elapsed = TimeSpan.FromSeconds(5),
    };

    [Test]
    public void Decide_NothingSpecial_DoesNothing() => Assert.That(Steps(Early with { Round = 9 }), Is.Empty);

    [Test]
    public void Decide_DeadlinePassed_Aborts() =>
        Assert.That(Steps(Early with { Elapsed = Early.Plan.Limits.MaxTotalTime }), Is.EqualTo(new[] { InFlightStep.Abort }));

    [Test]
    public void Decide_DeadlinePassedInPostCopy_DoesNothing() =>
        Assert.That(Steps(Early with { Elapsed = Early.Plan.Limits.MaxTotalTime, InPostCopy = true }), Is.Empty);

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void Decide_PostCopyAllowed_StartsAfterTheFirstPass(int round, bool starts) =>
        Assert.That(Steps(Early with { CanStartPostCopy = true, Round = round }), Has.Length.EqualTo(starts ? 1 : 0));

    [TestCase(0u, false)]
    [TestCase(4096u, true)]
    public void Decide_IterationOfStatistics_CountsOnlyOnceDataFlowed(ulong processed, bool starts)
    {
        var reading = new TransferReading(
            default, new(DomainState.Running, 1), new() { Type = DomainJobType.Unbounded, Iteration = 2, MemoryProcessedBytes = processed });
        Assert.That(Steps(Early with { CanStartPostCopy = true, Readings = [reading] }), Has.Length.EqualTo(starts ? 1 : 0));
    }

    [Test]
    public void Decide_AlreadySwitchingOver_LeavesPostCopyAlone() =>
        Assert.That(Steps(Early with { CanStartPostCopy = true, Round = 3, IsSwitchingOver = true }), Is.Empty);

    private static InFlightStep[] Steps(InFlightState state) => [.. new InFlightController().Decide(state).Select(d => d.Step)];
}
