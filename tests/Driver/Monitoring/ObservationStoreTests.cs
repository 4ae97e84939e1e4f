using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ObservationStoreTests
{
    private static readonly DomainIdentity Guest = new("g", Guid.NewGuid());
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ObservationStore _store = new();

    private IReadOnlyList<ActivitySample> Activity => _store.All[Guest.Uuid].Activity;

    [Test]
    public void Put_NextObservation_CarriesEarlierActivity()
    {
        Put(minute: 0, mebibytes: 1);
        Put(minute: 1, mebibytes: 2);
        Put(minute: 2, mebibytes: 3);
        Assert.That(Activity.Select(sample => sample.Distinct.Mebibytes), Is.EqualTo(new[] { 1.0, 2, 3 }));
    }

    [Test]
    public void Put_ActivityOlderThanHalfAnHour_IsForgotten()
    {
        Put(minute: 0, mebibytes: 1);
        Put(minute: 20, mebibytes: 2);
        Put(minute: 40, mebibytes: 3);
        Assert.That(Activity.Select(sample => sample.Distinct.Mebibytes), Is.EqualTo(new[] { 2.0, 3 }));
    }

    [Test]
    public void Put_ManyObservations_KeepsTheLatestSixty()
    {
        for (int i = 0; i < 100; i++)
            Put(minute: i / 10.0, mebibytes: i);
        Assert.That(Activity, Has.Count.EqualTo(60));
        Assert.That(Activity[^1].Distinct.Mebibytes, Is.EqualTo(99));
    }

    [Test]
    public void Put_OtherPeriod_DropsWhatDoesNotCompare()
    {
        Put(minute: 0, mebibytes: 1);
        Put(minute: 1, mebibytes: 2, seconds: 5);
        Assert.That(Activity, Has.Count.EqualTo(1));
    }

    [Test]
    public void Put_ObservationWithoutActivity_KeepsTheEarlierOne()
    {
        Put(minute: 0, mebibytes: 1);
        _store.Put(Observation(Start.AddMinutes(1)));
        Assert.That(Activity, Has.Count.EqualTo(1));
    }

    private static GuestObservation Observation(DateTimeOffset at) =>
        new() { Domain = Guest, At = at, PageSize = new(4096), MemoryTotal = ByteCount.FromMebibytes(1024) };

    private void Put(double minute, double mebibytes, int seconds = 1) => _store.Put(Observation(Start.AddMinutes(minute)) with
    {
        Activity = [new(Start.AddMinutes(minute) - TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds), ByteCount.FromMebibytes(mebibytes))],
    });
}
