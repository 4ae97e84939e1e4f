using ShadowMig.Driver.Selection;
using static ShadowMig.Driver.Tests.Selection.Fleets;

namespace ShadowMig.Driver.Tests.Selection;

[TestFixture]
public sealed class GuestSelectorTests
{
    private static readonly GuestLoad Small = Guest(0, 100, 500);
    private static readonly GuestLoad Middle = Guest(1, 300, 1000);
    private static readonly GuestLoad Big = Guest(2, 600, 2000);
    private static readonly HostLoad Full = Host(0, Small, Middle, Big);

    [Test]
    public void MinimumMigrationTime_TakesTheLeastMemory() => Assert.That(Choose(new MinimumMigrationTime()), Is.SameAs(Small));

    [Test]
    public void HighestRelief_TakesTheHighestDemand() => Assert.That(Choose(new HighestRelief()), Is.SameAs(Big));

    [Test]
    public void RandomChoice_SameSeed_ChoosesTheSame()
    {
        GuestLoad first = Choose(new RandomChoice(7));

        Assert.That(Choose(new RandomChoice(7)), Is.SameAs(first));
    }

    [Test]
    public void RandomChoice_ManySeeds_ReachEveryGuest() =>
        Assert.That(Enumerable.Range(0, 50).Select(s => Choose(new RandomChoice((ulong)s)).Id).Distinct(), Has.Exactly(3).Items);

    [Test]
    public void MaximumCorrelation_TakesAGuestThatGoesWithTheOthers()
    {
        double[] wave = [.. Enumerable.Range(0, 30).Select(i => 0.3 + (0.1 * Math.Sin(i)))];
        double[] other = [.. Enumerable.Range(0, 30).Select(i => 0.3 + (0.1 * Math.Cos(i * i)))];
        GuestLoad loner = Guest(0, 300, history: other);
        GuestLoad follower = Guest(1, 300, history: wave);
        GuestLoad twin = Guest(2, 300, history: [.. wave.Select((w, i) => w + (0.001 * (i % 3)))]);
        HostLoad host = Host(0, loner, follower, twin);

        Assert.That(new MaximumCorrelation().Choose(host, host.Guests), Is.Not.SameAs(loner));
    }

    [Test]
    public void MaximumCorrelation_ShortHistories_TakesTheFastest()
    {
        HostLoad host = Host(0, Guest(0, 300, 900, [0.3]), Guest(1, 300, 400, [0.3]));

        Assert.That(new MaximumCorrelation().Choose(host, host.Guests), Is.SameAs(host.Guests[1]));
    }

    [Test]
    public void LeastCostForRelief_OneGuestIsEnough_LeavesTheBigOneAlone()
    {
        // 1000 asked of 1000: a tenth has to go, and any of these would do.
        Assert.That(Choose(new LeastCostForRelief(new())), Is.SameAs(Small));
    }

    [Test]
    public void LeastCostForRelief_IdleGuest_IsNoRelief()
    {
        HostLoad host = Host(0, Guest(0, 1, 500), Guest(1, 400), Guest(2, 650));

        Assert.That(new LeastCostForRelief(new()).Choose(host, host.Guests).Ordinal, Is.Not.Zero);
    }

    [Test]
    public void Parse_UnknownName_SaysWhichThereAre() =>
        Assert.That(() => GuestSelectors.Parse("best", 1), Throws.TypeOf<FormatException>().With.Message.Contains("mmt, mc, rs, hr, lcr"));

    private static GuestLoad Choose(IGuestSelector selector) => selector.Choose(Full, Full.Guests);
}
