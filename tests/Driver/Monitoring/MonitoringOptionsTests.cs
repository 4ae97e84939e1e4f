using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class MonitoringOptionsTests
{
    [Test]
    public void Defaults_AreValid()
    {
        MonitoringOptions options = Options(_ => { });
        Assert.Multiple(() =>
        {
            Assert.That(options.EffectiveDetailPeriod, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.EffectiveSampleBound, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(options.EffectiveStaleAfter, Is.EqualTo(TimeSpan.FromSeconds(6)));
            Assert.That(options.ToObservationOptions().Periods, Has.Count.EqualTo(3));
            Assert.That(options.Probe, Is.False);
        });
    }

    [TestCase(0.5, 2.5)]
    [TestCase(2, 10)]
    [TestCase(10, 10)]
    [TestCase(60, 60)]
    public void DetailPeriod_LeftOut_FollowsTheSamplePeriod(double sample, double detail) => Assert.That(
        Options(o => o.SamplePeriod = TimeSpan.FromSeconds(sample)).EffectiveDetailPeriod, Is.EqualTo(TimeSpan.FromSeconds(detail)));

    [TestCase(0, 1)]
    [TestCase(99, 1)]
    [TestCase(200, 3)]
    [TestCase(10_000, 6)]
    public void BulkBound_ManyGuests_IsLonger(int guests, int seconds) =>
        Assert.That(Options(_ => { }).BulkBound(guests), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void BulkBound_Given_IsWhatWasGiven() =>
        Assert.That(Options(o => o.SampleBound = TimeSpan.FromSeconds(2)).BulkBound(500), Is.EqualTo(TimeSpan.FromSeconds(2)));

    [Test]
    public void Validate_WrongValue_NamesTheOption()
    {
        Rejects(o => o.ConnectionUri = "", nameof(MonitoringOptions.ConnectionUri));
        Rejects(o => o.SamplePeriod = TimeSpan.Zero, nameof(MonitoringOptions.SamplePeriod));
        Rejects(o => o.DetailPeriod = TimeSpan.FromSeconds(1), nameof(MonitoringOptions.DetailPeriod));
        Rejects(o => o.DetailPeriod = TimeSpan.FromHours(1), nameof(MonitoringOptions.DetailPeriod));
        Rejects(o => o.SampleBound = TimeSpan.Zero, nameof(MonitoringOptions.SampleBound));
        Rejects(o => o.StaleAfter = TimeSpan.FromSeconds(1), nameof(MonitoringOptions.StaleAfter));
        Rejects(o => o.CallBound = TimeSpan.FromHours(1), nameof(MonitoringOptions.CallBound));
        Rejects(o => o.ObservationInterval = TimeSpan.Zero, nameof(MonitoringOptions.ObservationInterval));
        Rejects(o => o.ObservationPeriods = [], nameof(MonitoringOptions.ObservationPeriods));
        Rejects(o => o.ObservationPeriods = [TimeSpan.FromMilliseconds(500)], nameof(MonitoringOptions.ObservationPeriods));
    }

    [Test]
    public void AddMonitoring_Services_HostsSamplerAndRotation()
    {
        ServiceCollection services = new();
        services.AddMonitoring().AddMonitoring();
        Assert.Multiple(() =>
        {
            Assert.That(services.Count(s => s.ServiceType == typeof(ISnapshotSource)), Is.EqualTo(1));
            Assert.That(services.Count(s => s.ServiceType == typeof(IGuestObserver)), Is.EqualTo(1));
            Assert.That(services.Count(s => s.ServiceType == typeof(IObservationGate)), Is.EqualTo(1));
            Assert.That(services.Count(s => s.ServiceType == typeof(IHostedService)), Is.EqualTo(2), "even when added twice");
        });
    }

    [Test]
    public void AddGuestObservation_Alone_HostsNothing()
    {
        ServiceCollection services = new();
        services.AddGuestObservation();
        Assert.That(services.Select(s => s.ServiceType), Has.Member(typeof(IGuestObserver)).And.None.EqualTo(typeof(IHostedService)));
    }

    private static void Rejects(Action<MonitoringOptions> change, string name)
    {
        MonitoringOptions options = new();
        change(options);
        Assert.That(Failures(options), Has.Some.Contains(name));
    }

    private static MonitoringOptions Options(Action<MonitoringOptions> change)
    {
        MonitoringOptions options = new();
        change(options);
        Assert.That(Failures(options), Is.Empty);
        return options;
    }

    private static IEnumerable<string> Failures(MonitoringOptions options) =>
        new IValidateOptions<MonitoringOptions>[] { new MonitoringOptionsValidator(), new MonitoringTimesValidator() }
            .SelectMany(validator => validator.Validate(null, options).Failures ?? []);
}
