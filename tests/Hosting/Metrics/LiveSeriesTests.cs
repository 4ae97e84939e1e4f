using ShadowMig.Hosting.Metrics;

namespace ShadowMig.Hosting.Tests.Metrics;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveSeriesTests
{
    private readonly List<string> _made = [], _removed = [];
    private readonly LiveSeries<object> _series;

    public LiveSeriesTests() => _series = new(
        labels =>
        {
            _made.Add(string.Join('/', labels));
            return new();
        },
        labels => _removed.Add(string.Join('/', labels)));

    [Test]
    public void Touch_SameLabels_IsTheSameSeries()
    {
        object first = _series.Touch(["web", "1"]);
        _series.Sweep();
        Assert.That(_series.Touch(["web", "1"]), Is.SameAs(first));
        Assert.That(_series.Touch(["we", "b1"]), Is.Not.SameAs(first), "labels are not run together");
        Assert.That(_made, Is.EqualTo(new[] { "web/1", "we/b1" }));
    }

    [Test]
    public void Touch_KnownLabels_AllocatesNothing()
    {
        _series.Touch(["web", "1"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int tick = 0; tick < 100; tick++)
        {
            _series.Touch(["web", "1"]);
            _series.Sweep();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Sweep_NotTouchedSinceTheLast_IsRemovedOnce()
    {
        _series.Touch(["gone"]);
        _series.Touch(["stays"]);
        _series.Sweep();
        _series.Touch(["stays"]);
        _series.Sweep();
        _series.Sweep();
        Assert.That(_removed, Is.EqualTo(new[] { "gone", "stays" }));
    }

    [Test]
    public void Renew_KnownLabels_IsAnotherSeriesAndStaysAlive()
    {
        object first = _series.Touch(["web"]);
        object renewed = _series.Renew(["web"]);
        _series.Sweep();
        Assert.That(renewed, Is.Not.SameAs(first));
        Assert.That(_series.Touch(["web"]), Is.SameAs(renewed));
        Assert.That(_removed, Is.EqualTo(new[] { "web" }));
    }
}
