using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Tests.Migration;

namespace ShadowMig.Driver.Tests.Orchestration;

[TestFixture]
public sealed class GuestHistoryTests
{
    private static readonly GuestObservation Observation = MigrationTestData.Plan().Observation! with
    {
        WorkingSet = [Point(1, 63.2), Point(2, 86.5), Point(4, 98.2)],
    };

    [Test]
    public void Learn_NoMigration_TeachesNothing() =>
        Assert.That(GuestHistory.Learn([], Observation, DateTimeOffset.UnixEpoch), Is.Null);

    [Test]
    public void Learn_DirtiedMoreThanForetold_GivesTheFactor()
    {
        GuestCorrection? correction = GuestHistory.Learn([Entry((3, 143)), Entry((3, 143))], Observation, DateTimeOffset.UnixEpoch);

        Assert.That(correction!.DirtyingFactor, Is.EqualTo(1.5).Within(0.05));
        Assert.That(correction.Points, Is.Empty);
    }

    [Test]
    public void Learn_PassLongerThanTheObservation_GivesAPointOfTheCurve()
    {
        GuestCorrection? correction = GuestHistory.Learn([Entry((10, 160))], Observation, DateTimeOffset.UnixEpoch);

        Assert.That(correction!.DirtyingFactor, Is.EqualTo(1));
        Assert.That(correction.Points.Single().Distinct, Is.EqualTo(ByteCount.FromMebibytes(160)));
        Assert.That(correction.Points.Single().Period.TotalSeconds, Is.EqualTo(10).Within(0.01));
    }

    [Test]
    public void Learn_GuestThatDoesSomethingElseNow_TeachesNothing()
    {
        GuestObservation busier = Observation with { WorkingSet = [Point(1, 300), Point(4, 800)] };

        Assert.That(GuestHistory.Learn([Entry((3, 143))], busier, DateTimeOffset.UnixEpoch), Is.Null);
    }

    [Test]
    public void Learn_ResidentBeyondWhatHeldSomething_IsQemusOwn()
    {
        JournalEntry[] entries = [Held(resident: 240, filled: 200), Held(240, 199), Held(240, 150)];

        Assert.That(GuestHistory.Learn(entries, Observation, DateTimeOffset.UnixEpoch)!.ProcessOverhead, Is.EqualTo(ByteCount.FromMebibytes(41)), "the median");
    }

    [Test]
    public void Learn_OnlyGuestsThatRunOtherwise_SayNothingOfQemusOwn()
    {
        GuestObservation emulated = Observation with { IsEmulated = true };

        Assert.That(GuestHistory.Learn([Held(240, 200)], emulated, DateTimeOffset.UnixEpoch), Is.Null);
    }

    [Test]
    public void Learn_OtherGuests_CountForQemusOwnAlone()
    {
        JournalEntry other = Held(240, 200);
        other = other with { Domain = new("other", Guid.Empty), Report = other.Report! with { Rounds = Entry((3, 143)).Report!.Rounds } };
        GuestCorrection correction = GuestHistory.Learn([other], Observation, DateTimeOffset.UnixEpoch)!;

        Assert.That((correction.Migrations, correction.DirtyingFactor, correction.ProcessOverhead), Is.EqualTo((0, 1.0, ByteCount.FromMebibytes(40))));
    }

    private static JournalEntry Held(double resident, double filled)
    {
        JournalEntry entry = Entry();
        return entry with
        {
            Plan = entry.Plan! with { Observation = Observation with { MemoryResident = ByteCount.FromMebibytes(resident) } },
            Report = entry.Report! with { Transfer = new(null, null, null, ByteCount.FromMebibytes(filled)) },
        };
    }

    private static WorkingSetPoint Point(double seconds, double mebibytes) => new(TimeSpan.FromSeconds(seconds), ByteCount.FromMebibytes(mebibytes));

    private static JournalEntry Entry(params (double Seconds, double Left)[] rounds)
    {
        MigrationPlan plan = MigrationTestData.Plan() with { Observation = Observation };
        return new()
        {
            Id = "m",
            Domain = plan.Domain,
            SourceUri = TwoHosts.SourceUri,
            DestinationUri = TwoHosts.DestinationUri,
            Strategy = MigrationStrategy.Plain,
            StartedAt = DateTimeOffset.UnixEpoch,
            Plan = plan,
            Report = MigrationTestData.Report("m", plan) with
            {
                Rounds = [.. rounds.Select(r => new TransferRound(TimeSpan.FromSeconds(r.Seconds), null, ByteCount.FromMebibytes(r.Left)))],
            },
        };
    }
}
