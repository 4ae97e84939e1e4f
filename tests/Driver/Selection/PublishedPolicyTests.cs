using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using static ShadowMig.Driver.Tests.Selection.Fleets;

namespace ShadowMig.Driver.Tests.Selection;

[TestFixture]
public sealed class PublishedPolicyTests
{
    private static readonly PublishedPolicy Policy = new(new StaticThresholdDetector(0.8), new MinimumMigrationTime());

    [Test]
    public void Decide_OverloadedHost_LosesGuestsUntilItIsNot()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 500, 800), Guest(1, 300, 900), Guest(2, 150, 700)), Host(1, Guest(3, 750))]);

        Assert.Multiple(() =>
        {
            Assert.That(decision.Overloaded.Single().Host, Is.EqualTo("host 0"));
            Assert.That(decision.Moves.Where(m => m.Reason.Code == ReasonCodes.AboveThreshold), Is.Empty, "the one host beside it would be overloaded");
            Assert.That(decision.Stuck.Single().Reason.Code, Is.EqualTo(ReasonCodes.NoMoveHelps));
        });
    }

    [Test]
    public void Decide_LeastUsedHostWhoseGuestsFitElsewhere_IsEmptied()
    {
        FleetDecision decision = Policy.Decide([Host(0, Guest(0, 300)), Host(1, Guest(1, 100), Guest(2, 50)), Host(2)]);

        Assert.That(decision.Described(), Is.EqualTo(new[] { "guest 1: host 1 to host 0", "guest 2: host 1 to host 0" }));
    }

    [Test]
    public void Decide_GuestsThatDoNotAllFit_AllStay() =>
        Assert.That(Policy.Decide([Host(0, Guest(0, 500)), Host(1, Guest(1, 250), Guest(2, 240))]).Moves, Is.Empty);
}
