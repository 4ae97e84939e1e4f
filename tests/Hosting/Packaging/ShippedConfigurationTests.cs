using System.Collections;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Packaging;

/// <summary>The configuration that the package brings: every option, commented, with its default.</summary>
public sealed class ShippedConfigurationTests
{
    private const string Name = "shadowmig.yaml";

    [Test]
    public void File_AsShipped_SaysNothing()
    {
        (IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationProblem> problems) = ConfigurationLoader.Check(File.ReadAllBytes(DebianFolder.PathOf(Name)), Name);

        Assert.That(values, Is.Empty);
        Assert.That(problems, Is.Empty);
    }

    // The certificates and the group that it names as examples are not of this machine.
    [Test]
    public void File_WithoutItsCommentSigns_IsValid() => Assert.That(
        ConfigurationCheck.Run(Uncommented(), Name).Where(p => !p.Message.Contains("there is no file /etc/shadowmig/") && !p.Message.Contains("has no group 'shadowmig'")),
        Is.Empty);

    [Test]
    public void File_WithoutItsCommentSigns_HasEveryOptionOfTheSchema()
    {
        ICollection<string> paths = [.. ConfigurationLoader.Check(Uncommented(), Name).Values.Keys];

        Assert.That(ConfigurationSchema.Settings.Where(setting => !paths.Any(setting.Matches)).Select(setting => setting.Path), Is.Empty);
    }

    [TestCase(typeof(HttpOptions))]
    [TestCase(typeof(MonitoringOptions))]
    [TestCase(typeof(SignalOptions))]
    [TestCase(typeof(MigrationOptions))]
    [TestCase(typeof(PreflightOptions))]
    [TestCase(typeof(LinkOptions))]
    [TestCase(typeof(CoordinationOptions))]
    [TestCase(typeof(EtcdOptions))]
    [TestCase(typeof(SelectionOptions))]
    [TestCase(typeof(DrainOptions))]
    [TestCase(typeof(AutopilotOptions))]
    public void Values_OfOptionsWithADefault_AreTheDefaults(Type options)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(ConfigurationLoader.Check(Uncommented(), Name).Values).Build();
        using ServiceProvider provider = new ServiceCollection()
            .AddShadowMig(configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(configuration, null).BuildServiceProvider();
        object shown = options == typeof(EtcdOptions)
            ? provider.GetRequiredService<IOptions<CoordinationOptions>>().Value.Etcd
            : typeof(IOptions<>).MakeGenericType(options).GetProperty("Value")!.GetValue(provider.GetRequiredService(typeof(IOptions<>).MakeGenericType(options)))!;
        object defaults = Activator.CreateInstance(options)!;
        PropertyInfo[] settled = [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null && p.PropertyType != typeof(EtcdOptions) && p.GetValue(defaults) is not null and not ICollection)];

        Assert.That(settled, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (PropertyInfo property in settled)
                Assert.That(property.GetValue(shown), Is.EqualTo(property.GetValue(defaults)), property.Name);
        });
    }

    // Lines with two signs are explanations; the others lose theirs.
    private static byte[] Uncommented() => Encoding.UTF8.GetBytes(string.Join('\n', DebianFolder.Read(Name).Split('\n')
        .Where(line => !line.StartsWith("##", StringComparison.Ordinal))
        .Select(line => line.StartsWith('#') ? line[1..] : line)));
}
