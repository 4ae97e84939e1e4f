using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GuestSignalsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly DomainIdentity Web = new("web", Guid.NewGuid());

    private readonly GuestSignals _source = new();

    [Test]
    public void Read_Sample_GivesShares() => Assert.That(
        Values(new() { Domain = Web, At = Start, VirtualCpus = 2, CpuUsage = 1, StealRatio = 0.25, WaitRatio = 0.5, MemoryTotal = new(1000), MemoryActual = new(750) }),
        Is.EqualTo(new Dictionary<string, double>
        {
            [SignalNames.GuestCpuUtilization] = 0.5,
            [SignalNames.GuestSteal] = 0.25,
            [SignalNames.GuestWait] = 0.5,
            [SignalNames.GuestBalloon] = 0.25,
        }));

    [Test]
    public void Read_SampleBetweenTwoDetailedOnes_IsAsOldAsItsDetailsAndHoldsUntilTheNext()
    {
        GuestSample sample = new() { Domain = Web, At = Start.AddSeconds(8), DetailedAt = Start, StealRatio = 0.25 };
        SignalTick tick = new(new() { Guests = [sample] }, sample.At, TimeSpan.FromSeconds(6), true) { DetailStaleAfter = TimeSpan.FromSeconds(14) };
        SignalReading steal = _source.Read(tick).Single(r => r.Signal == SignalNames.GuestSteal);
        Assert.That((steal.At, steal.StaleAt), Is.EqualTo((Start, Start.AddSeconds(14))));
    }

    [Test]
    public void Read_GuestThatTellsNothing_HasNoReadings() => Assert.That(Values(new() { Domain = Web, At = Start }), Is.Empty);

    [Test]
    public void Read_BalloonReportsEveryTenSeconds_RateIsBetweenReports()
    {
        Values(Report(0, 0, 100));
        Assert.That(Values(Report(2, 0, 100)), Is.Empty, "the same report again is no rate of 0");
        Assert.That(Values(Report(10, 10, 600))[SignalNames.GuestMajorFaultRate], Is.EqualTo(50));
        Assert.That(Values(Report(12, 10, 600))[SignalNames.GuestMajorFaultRate], Is.EqualTo(50), "holds until the next report");
    }

    [Test]
    public void Read_BalloonFellSilent_ReadingBecomesStale()
    {
        Values(Report(0, 0, 100));
        Values(Report(10, 10, 600));
        SignalReading reading = Read(Report(100, 10, 600)).Single(r => r.Signal == SignalNames.GuestMajorFaultRate);
        Assert.Multiple(() =>
        {
            Assert.That(reading.At, Is.EqualTo(Start.AddSeconds(10)));
            Assert.That(reading.IsFresh(Start.AddSeconds(40)), Is.True, "three reports may be missed");
            Assert.That(reading.IsFresh(Start.AddSeconds(41)), Is.False);
        });
    }

    [Test]
    public void Read_ClockSetBack_BeginsAnewWithTheNextReport()
    {
        Values(Report(7200, 7200, 100));
        Values(Report(7210, 7210, 600));
        Assert.That(Values(Report(10, 10, 700)), Is.Empty, "what went before tells nothing");
        Assert.That(Values(Report(20, 20, 1700))[SignalNames.GuestMajorFaultRate], Is.EqualTo(100));
    }

    [Test]
    public void Read_GuestStartedAnew_BeginsAnew()
    {
        Values(Report(0, 0, 1000));
        Assert.That(Values(Report(10, 10, 5)), Does.Not.ContainKey(SignalNames.GuestMajorFaultRate));
    }

    private static GuestSample Report(int seconds, int reportedAt, long faults) => new()
    {
        Domain = Web,
        At = Start.AddSeconds(seconds),
        BalloonReportedAt = Start.AddSeconds(reportedAt),
        MajorFaults = faults,
        SwapIn = new(faults * 4096),
    };

    private SignalReading[] Read(GuestSample guest) => [.. _source.Read(new(new() { Guests = [guest] }, guest.At, TimeSpan.FromSeconds(6), IsLocal: false))];

    private Dictionary<string, double> Values(GuestSample guest) => Read(guest).ToDictionary(r => r.Signal, r => r.Value);
}
