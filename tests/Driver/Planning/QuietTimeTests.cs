using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Tests.Planning;

[TestFixture]
public sealed class QuietTimeTests
{
    [Test]
    public void Objection_TooFewSamples_SaysThatItCannotTellYet() =>
        Assert.That(QuietTime.Objection(Plan(100, 100))!.Message, Does.Contain("2 short samples"));

    [Test]
    public void Objection_SteadyGuest_HasNone() =>
        Assert.That(QuietTime.Objection(Plan(100, 102, 99, 101, 100, 98, 100)), Is.Null);

    [Test]
    public void Objection_PhasedGuestInAQuietTime_HasNone() =>
        Assert.That(QuietTime.Objection(Plan(100, 100, 5, 5, 100, 100, 100, 5, 5)), Is.Null);

    [Test]
    public void Objection_PhasedGuestInABusyTime_SaysHowBusyAndHowOftenItIsNot()
    {
        Reason? reason = QuietTime.Objection(Plan(5, 5, 5, 5, 5, 5, 100, 100));

        Assert.That(reason!.Code, Is.EqualTo(ReasonCodes.BusyTime));
        Assert.That(reason.Message, Does.Contain("75 %"));
    }

    [Test]
    public void Objection_PausedGuest_HasNone()
    {
        MigrationPlan plan = Plan(100);
        Assert.That(QuietTime.Objection(plan with { Observation = plan.Observation! with { IsRunning = false } }), Is.Null);
    }

    private static MigrationPlan Plan(params int[] mebibytes)
    {
        MigrationPlan plan = PlanningInputs.Plan(PlanningInputs.Idle);
        return plan with
        {
            Observation = plan.Observation! with
            {
                Activity = [.. mebibytes.Select((m, i) => new ActivitySample(
                    DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(8 * i), TimeSpan.FromSeconds(1), ByteCount.FromMebibytes(m)))],
            },
        };
    }
}
