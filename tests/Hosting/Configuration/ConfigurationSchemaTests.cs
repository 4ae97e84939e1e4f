using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    [TestCase("Monitoring", typeof(MonitoringOptions))]
    [TestCase("Signals", typeof(SignalOptions))]
    [TestCase("Migration", typeof(MigrationOptions))]
    [TestCase("Preflight", typeof(PreflightOptions))]
    [TestCase("Link", typeof(LinkOptions))]
    [TestCase("Drain", typeof(DrainOptions))]
    [TestCase("Coordination", typeof(CoordinationOptions))]
    [TestCase("Http", typeof(HttpOptions))]
    [TestCase("Api", typeof(ApiOptions))]
    [TestCase("Autopilot", typeof(AutopilotOptions))]
    public void Settings_EachSection_HasExactlyTheOptionsOfItsClass(string section, Type options)
    {
        IEnumerable<string> properties = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null || p.PropertyType.IsGenericType).Select(p => p.Name);
        IEnumerable<string> settings = ConfigurationSchema.Settings.Select(s => s.Path.Split(':')).Where(p => p[0] == section).Select(p => p[1]).Distinct();

        Assert.That(settings, Is.EquivalentTo(properties));
    }

    [Test]
    public void Values_FromTheFile_ReachTheOptions()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(ConfigurationLoader.Check("""
            { "Monitoring": { "SamplePeriod": "1500ms", "ObservationPeriods": ["1s", "3s"], "Probe": true },
              "Migration": { "Tls": false, "JournalPath": "/x/y.db", "CallBound": "7s" }, "Http": { "Address": "http://127.0.0.1:1" } }
            """u8).Values).Build();
        ServiceCollection services = new();
        services.AddShadowMig(configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(configuration, "test:///default");
        using ServiceProvider provider = services.BuildServiceProvider();

        MonitoringOptions monitoring = provider.GetRequiredService<IOptions<MonitoringOptions>>().Value;
        MigrationOptions migration = provider.GetRequiredService<IOptions<MigrationOptions>>().Value;
        Assert.Multiple(() =>
        {
            Assert.That(monitoring.SamplePeriod, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
            Assert.That(monitoring.ObservationPeriods, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3) }));
            Assert.That(monitoring.Probe, Is.True);
            Assert.That(monitoring.ConnectionUri, Is.EqualTo("test:///default"));
            Assert.That(migration.Tls, Is.False);
            Assert.That(migration.JournalPath, Is.EqualTo("/x/y.db"));
            Assert.That(migration.CallBound, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(provider.GetRequiredService<IOptions<HttpOptions>>().Value.Address, Is.EqualTo("http://127.0.0.1:1"));
        });
    }

    [TestCase("50%", 0.5)]
    [TestCase("0.25", 0.25)]
    [TestCase("100%", 1)]
    public void Ratio_PercentOrNumber_IsARatio(string text, double ratio) =>
        Assert.That(SettingValues.Ratio(new("x", text, JsonTokenType.String, 1)), Is.EqualTo(ratio.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
}
