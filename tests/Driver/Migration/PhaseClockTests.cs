using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Migration;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class PhaseClockTests
{
    private FakeTimeProvider _time = null!;
    private List<MigrationPhase> _announced = null!;
    private PhaseClock _clock = null!;

    [SetUp]
    public void SetUp()
    {
        (_time, _announced) = (new(), []);
        _clock = new(_time, (phase, _) => _announced.Add(phase));
    }

    [Test]
    public void Enter_WithAnEventsTime_EndsThePhaseBeforeThere()
    {
        _clock.Enter(MigrationPhase.Initialization);
        DateTimeOffset start = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.Enter(MigrationPhase.Reservation, start + TimeSpan.FromSeconds(7));
        _clock.End();
        Assert.That(_clock.Timings().Select(t => t.Duration.TotalSeconds), Is.EqualTo(new[] { 7.0, 3.0 }));
    }

    [Test]
    public void Enter_LaterPhase_AnnouncesThoseBetween()
    {
        _clock.Enter(MigrationPhase.Initialization);
        _clock.Enter(MigrationPhase.Commitment);
        Assert.That(_announced, Is.EqualTo(new[]
        {
            MigrationPhase.Initialization, MigrationPhase.Reservation, MigrationPhase.IterativePreCopy, MigrationPhase.StopAndCopy, MigrationPhase.Commitment,
        }));
    }

    [Test]
    public void Enter_SamePhaseTwiceOrAnEarlierOne_IsLeftAlone()
    {
        _clock.Enter(MigrationPhase.Initialization);
        _clock.Enter(MigrationPhase.Reservation);
        _clock.Enter(MigrationPhase.Reservation);
        _clock.Enter(MigrationPhase.Initialization);
        Assert.That(_announced, Has.Count.EqualTo(2));
    }

    [Test]
    public void Enter_EventFromBeforeThePhaseOrFromTheFuture_StaysInOrder()
    {
        _clock.Enter(MigrationPhase.Initialization);
        _time.Advance(TimeSpan.FromSeconds(5));
        _clock.Enter(MigrationPhase.Reservation);
        _clock.Enter(MigrationPhase.IterativePreCopy, DateTimeOffset.MinValue);
        _clock.Enter(MigrationPhase.StopAndCopy, DateTimeOffset.MaxValue);
        Assert.That(_clock.Timings().Select(t => t.Duration), Is.EqualTo(new[] { TimeSpan.FromSeconds(5), default, default, default }));
    }
}
