using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DetailScheduleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MonitoringOptions _options = new();

    [Test]
    public void IsDue_FirstTicks_TwoForRatesThenEveryFifth() =>
        Assert.That(Ticks(12, _ => true), Is.EqualTo("##....#....#"));

    [Test]
    public void IsDue_AGuestDidNotAnswer_AsksAgainAtTheNextTickOnly() =>
        Assert.That(Ticks(12, tick => tick != 6), Is.EqualTo("##....##...."));

    [Test]
    public void IsDue_AGuestHangs_IsNotAskedAtEachTick() =>
        Assert.That(Ticks(18, tick => tick < 6), Is.EqualTo("##....###....###.."));

    [Test]
    public void IsDue_AGuestArrives_TwoTicksForItsRates() =>
        Assert.That(Ticks(12, _ => true, arrivesAt: 3), Is.EqualTo("##..##....#."));

    [Test]
    public void IsDue_PeriodOfTheSamples_IsAlways()
    {
        _options.DetailPeriod = _options.SamplePeriod;
        Assert.That(Ticks(6, _ => true), Is.EqualTo("######"));
    }

    [Test]
    public void IsDue_TicksComeLate_KeepsThePeriod() =>
        Assert.That(Ticks(12, _ => true, TimeSpan.FromMilliseconds(2030)), Is.EqualTo("##....#....#"));

    // One character a tick: '#' where it asked for everything.
    private string Ticks(int count, Func<int, bool> isComplete, TimeSpan? apart = null, int? arrivesAt = null)
    {
        DetailSchedule schedule = new(_time);
        return string.Concat(Enumerable.Range(0, count).Select(tick =>
        {
            bool isDue = schedule.IsDue(_options);
            if (isDue)
                schedule.Done(isComplete(tick));
            if (tick == arrivesAt)
                schedule.Arrived();
            _time.Advance(apart ?? _options.SamplePeriod);
            return isDue ? '#' : '.';
        }));
    }
}
