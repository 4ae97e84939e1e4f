using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Commands.Draining;
using ShadowMig.Hosting.Configuration;
using LinkOptions = ShadowMig.Driver.Orchestration.LinkOptions;

namespace ShadowMig.Hosting.Tests.Configuration;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConfigurationReloaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ReloadStatus _status = new();
    private readonly List<string> _messages = [];
    private readonly IConfigurationRoot _configuration;
    private readonly ConfigurationReloader _reloader;
    private readonly ServiceProvider _services;

    public ConfigurationReloaderTests()
    {
        File.WriteAllText(_file, """{ "Rules": { "cpu-overload": { "Threshold": 0.95 } }, "Monitoring": { "SamplePeriod": "1s" } }""");
        _configuration = ConfigurationLoader.Load(_file);
        _reloader = new(_file, _configuration, _status, new Messages(_messages));
        _services = new ServiceCollection()
            .AddShadowMig(_configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(_configuration, "test:///default")
            .BuildServiceProvider();
        Assert.That(Threshold, Is.EqualTo(0.95));
    }

    private double Threshold => _services.GetRequiredService<IRuleSource>().Current.Single(rule => rule.Name == "cpu-overload").Threshold;

    private MonitoringOptions Monitoring => _services.GetRequiredService<IOptionsMonitor<MonitoringOptions>>().CurrentValue;

    public void Dispose()
    {
        _services.Dispose();
        File.Delete(_file);
    }

    [Test]
    public void Reload_GoodFile_TakesEffectAsAWhole()
    {
        Assert.That(Monitoring.SamplePeriod, Is.EqualTo(TimeSpan.FromSeconds(1)));
        File.WriteAllText(_file, """{ "Rules": { "cpu-overload": { "Threshold": 0.99 } }, "Monitoring": { "SamplePeriod": "4s" } }""");
        Assert.That(_reloader.Reload(), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(_status.LastSucceeded, Is.True);
            Assert.That(Threshold, Is.EqualTo(0.99));
            Assert.That(Monitoring.SamplePeriod, Is.EqualTo(TimeSpan.FromSeconds(4)));
            Assert.That(Monitoring.ConnectionUri, Is.EqualTo("test:///default"), "the command line still wins");
            Assert.That(_messages, Is.EqualTo(new[] { $"Configuration read again: {_file}" }));
        });
    }

    [Test]
    public void Reload_BadFile_IsRefusedWithItsLinesAndChangesNothing()
    {
        File.WriteAllText(_file, "{ \"Monitoring\": { \"SamplePeriod\": \"4s\" },\n\"Rules\": { \"cpu-overload\": {\n\"Threshold\": 0.1 } } }");
        Assert.That(_reloader.Reload(), Is.False);
        Assert.Multiple(() =>
        {
            Assert.That(_status.LastSucceeded, Is.False);
            Assert.That(Threshold, Is.EqualTo(0.95));
            Assert.That(Monitoring.SamplePeriod, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(_messages[0], Does.StartWith($"{_file}:3: Rules:cpu-overload: must not be above Threshold"));
            Assert.That(_messages[^1], Is.EqualTo("The new configuration is refused, the old one stays in force"));
        });
    }

    [TestCase("{")]
    [TestCase("{ \"Monitoring\": { \"SamplePeriod\": \"1ms\" } }")]
    [TestCase("[1]")]
    public void Reload_WrongInAnyWay_IsRefused(string json)
    {
        File.WriteAllText(_file, json);
        Assert.That(_reloader.Reload(), Is.False);
        Assert.That(Threshold, Is.EqualTo(0.95));
    }

    [Test]
    public void Reload_FileGone_IsRefused()
    {
        File.Delete(_file);
        Assert.That(_reloader.Reload(), Is.False);
        Assert.That(_messages, Has.Some.Contains("there is no such file"));
        Assert.That(Threshold, Is.EqualTo(0.95));
    }

    [Test]
    public void Reload_GoodFileAfterABadOne_Succeeds()
    {
        File.WriteAllText(_file, "{");
        _reloader.Reload();
        File.WriteAllText(_file, "{}");
        Assert.That(_reloader.Reload(), Is.True);
        Assert.That((_status.LastSucceeded, Threshold), Is.EqualTo((true, 0.9)));
    }

    [Test]
    public void Reload_SettingThatIsReadAtTheStart_SaysThatItWaits()
    {
        File.WriteAllText(_file, """{ "Http": { "Address": "http://127.0.0.1:1" } }""");
        _reloader.Reload();
        Assert.That(_messages, Has.Some.EqualTo("Http:Address changed; that takes effect when the service is started again"));
    }

    [TestCase("""{ "Nodes": { "n1": { "Uri": "qemu+tls://n1/system" } } }""", "Nodes:n1:Uri")]
    [TestCase("""{ "Coordination": { "MaxMigrations": 3 } }""", "Coordination:MaxMigrations")]
    [TestCase("""{ "Coordination": { "Mode": "Etcd", "Etcd": { "Endpoints": [ "http://a:2379", "http://b:2379" ] } } }""", "Coordination:Etcd:Endpoints:1")]
    [TestCase("""{ "Migration": { "JournalPath": "/var/tmp/other.db" } }""", "Migration:JournalPath")]
    [TestCase("""{ "Autopilot": { "Enabled": false } }""", "Autopilot:Enabled")]
    public void Reload_SectionThatIsReadAtTheStart_SaysOfEachKeyThatItWaits(string json, string key)
    {
        File.WriteAllText(_file, json);
        Assert.That(_reloader.Reload(), Is.True, () => string.Join('\n', _messages));
        Assert.That(_messages, Has.Some.EqualTo($"{key} changed; that takes effect when the service is started again"));
    }

    [Test]
    public void Reload_SomebodyCannotLiveWithTheNewValues_PutsTheOldOnesBack()
    {
        bool isFirst = true;
        using IDisposable listener = ChangeToken.OnChange(_configuration.GetReloadToken, () =>
        {
            bool throws = isFirst;
            isFirst = false;
            if (throws)
                throw new InvalidOperationException("not with me");
        });
        File.WriteAllText(_file, """{ "Rules": { "cpu-overload": { "Threshold": 0.99 } }, "Monitoring": { "SamplePeriod": "4s" } }""");

        Assert.That(_reloader.Reload(), Is.False);

        Assert.That((Threshold, Monitoring.SamplePeriod, _status.LastSucceeded), Is.EqualTo((0.95, TimeSpan.FromSeconds(1), false)));
        Assert.That(_messages[^1], Is.EqualTo("Reading the configuration again failed, the old one stays in force"));
    }

    // What docs/configuration.md does not name among what waits for a restart must not be kept from the start.
    [Test]
    public void Sections_ThatTakeEffectOnReload_AreNotReadOnce()
    {
        Type[] reloaded = [typeof(MigrationOptions), typeof(PreflightOptions), typeof(LinkOptions), typeof(SelectionOptions), typeof(SignalOptions), typeof(AutopilotOptions)];
        Type[] ofOneCommand = [typeof(DrainPlanner), typeof(JournalDatabase)];
        IEnumerable<string> kept =
            from type in new[] { typeof(MigrationOptions).Assembly, typeof(ConfigurationReloader).Assembly }.SelectMany(a => a.GetTypes()).Except(ofOneCommand)
            from constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            from parameter in constructor.GetParameters()
            where reloaded.Any(options => parameter.ParameterType == typeof(IOptions<>).MakeGenericType(options))
            select $"{type.Name}({parameter.ParameterType.GetGenericArguments()[0].Name})";

        Assert.That(kept, Is.Empty);
    }

    private sealed class Messages(List<string> messages) : ILogger<ConfigurationReloader>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Add(formatter(state, exception));
    }
}
