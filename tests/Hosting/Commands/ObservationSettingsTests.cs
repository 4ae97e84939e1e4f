using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class ObservationSettingsTests
{
    private static readonly TimeSpan[] Default = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private readonly List<ObservationOptions> _observed = [];
    private CommandLineFixture _line = null!;
    private string _configuration = null!;

    [SetUp]
    public void SetUp()
    {
        _observed.Clear();
        _line = new();
        _line.Observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .Callback((ILibvirtConnection _, ILibvirtDomain _, ObservationOptions options, IProgress<string>? _, CancellationToken _) => _observed.Add(options))
            .ReturnsAsync(Samples.Observation);
        _configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
    }

    [TearDown]
    public void TearDown() => File.Delete(_configuration);

    [TestCase("observe", "web")]
    [TestCase("plan", "web", "--to", Samples.DestinationUri)]
    [TestCase("migrate", "web", "--to", Samples.DestinationUri)]
    public async Task Command_NothingConfigured_ObservesOverTheDefaultPeriods(params string[] command)
    {
        ObservationOptions options = await ObservedAsync("{}", command);

        Assert.That(options.Periods, Is.EqualTo(Default));
        Assert.That(options.Probe, Is.False);
    }

    [TestCase("observe", "web")]
    [TestCase("plan", "web", "--to", Samples.DestinationUri)]
    [TestCase("migrate", "web", "--to", Samples.DestinationUri)]
    public async Task Command_MonitoringIsConfigured_ObservesSo(params string[] command)
    {
        ObservationOptions options = await ObservedAsync(
            """{ "Monitoring": { "ObservationPeriods": ["1s", "3s"], "ObservationBudget": "4s", "CallBound": "7s", "Probe": true } }""", command);

        Assert.Multiple(() =>
        {
            Assert.That(options.Periods, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3) }));
            Assert.That(options.Budget, Is.EqualTo(TimeSpan.FromSeconds(4)));
            Assert.That(options.CallBound, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(options.Probe, Is.True);
        });
    }

    [Test]
    public async Task Observe_PeriodsAndProbeOnTheCommandLine_Win()
    {
        ObservationOptions options = await ObservedAsync(
            """{ "Monitoring": { "ObservationPeriods": ["1s"] } }""", "observe", "web", "--periods", "2s,5s", "--probe");

        Assert.That(options.Periods, Is.EqualTo(new[] { TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5) }));
        Assert.That(options.Probe, Is.True);
    }

    [Test]
    public async Task Plan_PeriodIsOutOfBounds_IsWrongUsage()
    {
        await File.WriteAllTextAsync(_configuration, """{ "Monitoring": { "ObservationPeriods": ["500ms"] } }""");

        int exitCode = await _line.RunAsync("plan", "web", "--to", Samples.DestinationUri, "--config", _configuration);

        Assert.That((exitCode, _observed.Count), Is.EqualTo((2, 0)));
        Assert.That(_line.Error, Does.Contain("ObservationPeriods").And.Contain("whole number of seconds"));
    }

    private async Task<ObservationOptions> ObservedAsync(string configuration, params string[] command)
    {
        await File.WriteAllTextAsync(_configuration, configuration);
        int exitCode = await _line.RunAsync([.. command, "--config", _configuration]);
        Assert.That(exitCode, Is.Zero, _line.Error);
        return _observed.Single();
    }
}
