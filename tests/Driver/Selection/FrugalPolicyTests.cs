using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using static ShadowMig.Driver.Tests.Selection.Fleets;

namespace ShadowMig.Driver.Tests.Selection;

[TestFixture]
public sealed class FrugalPolicyTests
{
    private static readonly FrugalPolicy Policy = new(new());

    [Test]
    public void Decide_OverloadedHost_IsRelievedByOneMove()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 400), Guest(1, 500), Guest(2, 150)), Host(1, 0, Guest(3, 300))]);

        Assert.Multiple(() =>
        {
            Assert.That(decision.Overloaded.Single().Host, Is.EqualTo("host 0"));
            Assert.That(decision.Overloaded.Single().Reason.Code, Is.EqualTo(ReasonCodes.ForecastAboveCapacity));
            Assert.That(decision.Moves, Has.Count.EqualTo(1));
            Assert.That(decision.Moves[0].To.Id, Is.EqualTo("host 1"));
            Assert.That(decision.Moves[0].Reason.Code, Is.EqualTo(ReasonCodes.ForecastAboveCapacity));
        });
    }

    [Test]
    public void Decide_NoHostHasRoom_SaysThatNoMoveHelps()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 400), Guest(1, 700)), Host(1, Guest(2, 880))]);

        Assert.Multiple(() =>
        {
            Assert.That(decision.Moves, Is.Empty);
            Assert.That(decision.Stuck.Single().Reason.Code, Is.EqualTo(ReasonCodes.NoMoveHelps));
        });
    }

    [Test]
    public void Decide_OnlyGuestOfItsHost_IsNotMovedFromOneOverloadToAnother()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 1000)), Host(1)]);

        Assert.That(decision.Moves, Is.Empty);
    }

    [Test]
    public void Decide_TwoOverloadedHosts_DoNotFillTheSameTarget()
    {
        FleetDecision decision = Policy.Decide(
        [
            Host(0, Guest(0, 600), Guest(1, 500)), Host(1, Guest(2, 600), Guest(3, 500)), Host(2, 0, Guest(4, 100)), Host(3, 0, Guest(5, 90)),
        ]);

        Assert.Multiple(() =>
        {
            Assert.That(decision.Moves, Has.Count.EqualTo(2));
            Assert.That(decision.Moves.Select(m => m.To).Distinct(), Has.Exactly(2).Items);
        });
    }

    [Test]
    public void Decide_HostWithLittleLoad_IsEmptiedSinceThatSaves()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 300)), Host(1, Guest(1, 50))]);

        Assert.Multiple(() =>
        {
            Assert.That(decision.Described(), Has.Exactly(1).Items);
            Assert.That(decision.Moves[0].Reason.Code, Is.EqualTo(ReasonCodes.HostBeingEmptied));
        });
    }

    [Test]
    public void Decide_ManyGuestsForOneHostsPower_StayWhereTheyAre()
    {
        GuestLoad[] many = [.. Enumerable.Range(10, 30).Select(i => Guest(i, 5))];

        Assert.That(Policy.Decide([Host(0, 1, Guest(0, 200)), Host(1, many)]).Moves, Is.Empty);
    }

    [Test]
    public void Decide_GuestJustArrived_HostIsNotEmptied() =>
        Assert.That(Policy.Decide([Host(0, 1, Guest(0, 300)), Host(1, 1, Guest(1, 50))]).Moves, Is.Empty);

    [Test]
    public void Decide_GuestMovedAShortTimeAgo_IsNotMovedToSavePower() =>
        Assert.That(Policy.Decide([Host(0, 1, Guest(0, 300)), Host(1, Guest(1, 50).With(roundsSinceMove: 3))]).Moves, Is.Empty);

    [Test]
    public void Decide_PinnedGuest_Stays()
    {
        FleetDecision decision = Policy.Decide(
            [Host(0, Guest(0, 600).With(pinned: ReasonCodes.DomainBusy), Guest(1, 500)), Host(1, 0, Guest(2, 100))]);

        Assert.That(decision.Described(), Is.EqualTo(new[] { "guest 1: host 0 to host 1" }));
    }

    [Test]
    public void Decide_SameFleet_DecidesTheSame()
    {
        HostLoad[] Fleet() => [.. Enumerable.Range(0, 12).Select(i => Host(i, Guest(2 * i, 97 * i % 700), Guest((2 * i) + 1, 53 * i % 600)))];

        Assert.That(Policy.Decide(Fleet()).Described(), Is.EqualTo(Policy.Decide(Fleet(), new()).Described()));
    }
}
