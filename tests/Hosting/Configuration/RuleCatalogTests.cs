using Microsoft.Extensions.Configuration;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class RuleCatalogTests
{
    [Test]
    public void Current_WithoutConfiguration_AreTheShippedRules()
    {
        using RuleCatalog catalog = new(Configuration("{}"));
        Assert.That(catalog.Current, Is.EqualTo(ShippedRules.All));
    }

    [Test]
    public void Current_ShippedRuleNamed_ChangesOnlyWhatIsGiven()
    {
        using RuleCatalog catalog = new(Configuration("""{ "Rules": { "cpu-overload": { "Threshold": "95%", "Duration": "1m" }, "thrashing": { "Clearing": "2MiB/s" } } }"""));
        Assert.Multiple(() =>
        {
            Assert.That(Rule(catalog, "cpu-overload"), Is.EqualTo(ShippedRules.Find("cpu-overload")! with { Threshold = 0.95, Duration = TimeSpan.FromMinutes(1) }));
            Assert.That(Rule(catalog, "thrashing").Clearing, Is.EqualTo(2 << 20));
        });
    }

    [Test]
    public void Current_RuleTurnedOff_IsGone()
    {
        using RuleCatalog catalog = new(Configuration("""{ "Rules": { "cpu-overload": { "Enabled": false } } }"""));
        Assert.That(catalog.Current.Select(rule => rule.Name), Is.EqualTo(ShippedRules.All.Select(rule => rule.Name).Except(["cpu-overload"])));
    }

    [Test]
    public void Current_RuleOfItsOwn_HasAllThatItSays()
    {
        using RuleCatalog catalog = new(Configuration("""
            { "Rules": { "calm": { "Signal": "node-network-utilization", "Method": "robust-local-regression", "Threshold": 0.8, "Clearing": 0.5, "Safety": 1.4,
              "Duration": "0s", "ClearDuration": "5s", "Interval": "10s", "Severity": "critical", "Effect": "degrading", "Resource": "network" } } }
            """));
        Assert.That(Rule(catalog, "calm"), Is.EqualTo(new Rule
        {
            Name = "calm",
            Signal = SignalNames.NodeNetworkUtilization,
            Method = RuleMethod.RobustLocalRegression,
            Threshold = 0.8,
            Clearing = 0.5,
            Safety = 1.4,
            Duration = TimeSpan.Zero,
            ClearDuration = TimeSpan.FromSeconds(5),
            Interval = TimeSpan.FromSeconds(10),
            Severity = RuleSeverity.Critical,
            Effect = RuleEffect.Degrading,
            Resource = "network",
        }));
    }

    [TestCase("", SignalScope.Guest, null)]
    [TestCase(""", "Scope": "guest" """, SignalScope.Guest, null)]
    [TestCase(""", "Scope": "node" """, SignalScope.Node, RuleAggregate.Max)]
    [TestCase(""", "Aggregate": "mean" """, SignalScope.Node, RuleAggregate.Mean)]
    public void Current_SignalOfGuests_IsJudgedPerGuestUnlessToldOtherwise(string keys, SignalScope scope, RuleAggregate? aggregate)
    {
        using RuleCatalog catalog = new(Configuration($$"""{ "Rules": { "a": { "Signal": "guest-steal", "Threshold": 0.2, "Resource": "cpu"{{keys}} } } }"""));
        Assert.That((Rule(catalog, "a").Scope, Rule(catalog, "a").Aggregate), Is.EqualTo((scope, aggregate)));
    }

    [Test]
    public void Current_ConfigurationReplaced_Follows()
    {
        LoadedConfiguration loaded = new(new Dictionary<string, string?>());
        using RuleCatalog catalog = new(new ConfigurationBuilder().Add(loaded).Build());
        loaded.Replace(ConfigurationLoader.Check("""{ "Rules": { "cpu-overload": { "Threshold": 0.99 } } }"""u8).Values);
        Assert.That(Rule(catalog, "cpu-overload").Threshold, Is.EqualTo(0.99));
    }

    private static Rule Rule(RuleCatalog catalog, string name) => catalog.Current.Single(rule => rule.Name == name);

    private static IConfigurationRoot Configuration(string json)
    {
        (IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationProblem> problems) = ConfigurationLoader.Check(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.That(problems, Is.Empty);
        return new ConfigurationBuilder().Add(new LoadedConfiguration(values)).Build();
    }
}
