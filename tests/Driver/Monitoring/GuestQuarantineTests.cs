using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GuestQuarantineTests
{
    private static readonly Guid Hung = Guid.NewGuid();

    private readonly TrackedTime _time = new();

    [Test]
    public void Holds_GuestHangsAgain_HoldsItForLonger()
    {
        GuestQuarantine quarantine = new(_time);
        Assert.That(quarantine.Holds(Hung), Is.False);
        Pass(quarantine, quarantine.Add(Hung));
        Assert.That(quarantine.Add(Hung), Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void Holds_ClockSetBack_LetsGoInTime()
    {
        GuestQuarantine quarantine = new(_time);
        TimeSpan wait = quarantine.Add(Hung);
        _time.ClockSet = TimeSpan.FromHours(-2);
        Pass(quarantine, wait);
    }

    private void Pass(GuestQuarantine quarantine, TimeSpan wait)
    {
        _time.Advance(wait - TimeSpan.FromTicks(1));
        Assert.That(quarantine.Holds(Hung), Is.True);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(quarantine.Holds(Hung), Is.False);
    }
}
