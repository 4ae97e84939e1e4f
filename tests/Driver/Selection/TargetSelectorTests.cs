using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using static ShadowMig.Driver.Tests.Selection.Fleets;

namespace ShadowMig.Driver.Tests.Selection;

[TestFixture]
public sealed class TargetSelectorTests
{
    private static readonly TargetSelector Selector = new(
        [new ProcessorFilter()], new FullestEfficientHost(), [new MarginFilter(new(), 1)]);

    [Test]
    public void Choose_ManyCandidates_EachFateIsRecorded()
    {
        HostLoad closed = Host(0, Guest(0, 100));
        closed.Closed = ReasonCodes.HostOverloaded;
        HostLoad full = Host(1, Guest(1, 950));
        HostLoad tight = Host(2, Guest(2, 780));
        HostLoad good = Host(3, Guest(3, 500));
        HostLoad emptier = Host(4, Guest(4, 300));
        HostLoad off = Host(5);
        ChoiceLog log = new();

        HostLoad? chosen = Selector.Choose(Guest(9, 200), [closed, full, tight, good, emptier, off], log);

        Assert.Multiple(() =>
        {
            Assert.That(chosen, Is.SameAs(good));
            Assert.That(log.Choices, Has.Count.EqualTo(1));
            Assert.That(log.Choices[0].Candidates.Select(c => c.Code), Is.EqualTo(new[]
            {
                ReasonCodes.HostOverloaded, ReasonCodes.CpuCapacity, ReasonCodes.WouldOverload,
                ReasonCodes.Chosen, ReasonCodes.BetterAlternative, ReasonCodes.BetterAlternative,
            }));
        });
    }

    [Test]
    public void Choose_WithAndWithoutRecord_IsTheSame()
    {
        HostLoad[] hosts = [.. Enumerable.Range(0, 20).Select(i => Host(i, Guest(i, 37 * i % 900)))];

        Assert.That(Selector.Choose(Guest(99, 150), hosts), Is.SameAs(Selector.Choose(Guest(99, 150), hosts, new())));
    }

    [Test]
    public void Choose_NothingFits_IsNull()
    {
        ChoiceLog log = new();

        Assert.Multiple(() =>
        {
            Assert.That(Selector.Choose(Guest(9, 500), [Host(0, Guest(0, 800))], log), Is.Null);
            Assert.That(log.Choices[0].Chosen, Is.Null);
        });
    }

    [TestCase(100, true)]
    [TestCase(700, false)]
    public void CoreSpeedFilter_GuestLargerThanACore_IsAdmittedOnlyIfItsForecastFits(double demand, bool admitted)
    {
        HostLoad slow = new(0, 36) { Id = "slow", Capacity = 2000, CoreCapacity = 800, Power = new(100, 150), MeasuredUse = 0 };

        Assert.That(new CoreSpeedFilter(new(), 2).Admits(Guest(0, demand), slow), Is.EqualTo(admitted));
    }

    [TestCase(2000, true)]
    [TestCase(1500, false)]
    [TestCase(null, true)]
    public void MemoryFilter_MemoryThatIsLeft_Decides(double? mebibytes, bool admitted)
    {
        HostLoad host = new(0, 36)
        {
            Id = "host",
            Capacity = 1000,
            CoreCapacity = 1000,
            Power = new(100, 150),
            MeasuredUse = 0,
            Memory = mebibytes is { } m ? ByteCount.FromMebibytes(m) : null,
        };
        host.Add(Guest(0, 100, 1000));

        Assert.That(new MemoryFilter().Admits(Guest(1, 100, 1000), host), Is.EqualTo(admitted));
    }

    [Test]
    public void PowerIncrease_GuestsGivenInTheSameRound_CountAgainstTheHost()
    {
        HostLoad fresh = Host(0, Guest(0, 400));
        HostLoad given = Host(1, Guest(1, 400));
        given.Add(Guest(2, 100));
        PowerIncrease score = new();

        Assert.That(score.Score(Guest(9, 100), fresh), Is.LessThan(score.Score(Guest(9, 100), given)));
    }
}
