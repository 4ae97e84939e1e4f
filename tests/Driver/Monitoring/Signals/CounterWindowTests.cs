using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

public sealed class CounterWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    [Test]
    public void Rate_LongerThanTheWindow_IsOfTheWindow()
    {
        CounterWindow window = new(TimeSpan.FromSeconds(10));
        for (int second = 0; second <= 30; second += 2)
            window.Add(Start.AddSeconds(second), second <= 20 ? 0 : (second - 20) * 5);
        Assert.That(window.Rate, Is.EqualTo(5));
    }

    [Test]
    public void Rate_OneReading_IsNull()
    {
        CounterWindow window = new(TimeSpan.FromSeconds(10));
        window.Add(Start, 5);
        window.Add(Start, 6);
        Assert.That(window.Rate, Is.Null);
    }

    [Test]
    public void Growth_CounterRanBack_BeginsAnew()
    {
        CounterWindow window = new(TimeSpan.FromSeconds(10));
        window.Add(Start, 5);
        window.Add(Start.AddSeconds(2), 3);
        Assert.That((window.Growth, window.Rate), Is.EqualTo(((double?)0, (double?)null)));
    }

    [Test]
    public void Growth_ClockRanBack_BeginsAnew()
    {
        CounterWindow window = new(TimeSpan.FromSeconds(10));
        window.Add(Start, 5);
        window.Add(Start.AddSeconds(-60), 8);
        Assert.That(window.Rate, Is.Null);
    }

    [Test]
    public void Growth_Spaced_CountsWhatCameSinceTheLastKept()
    {
        CounterWindow window = new(TimeSpan.FromHours(24), TimeSpan.FromMinutes(1));
        window.Add(Start, 5);
        window.Add(Start.AddSeconds(2), 7);
        Assert.That(window.Growth, Is.EqualTo(2));
    }
}
