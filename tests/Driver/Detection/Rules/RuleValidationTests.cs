using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Detection.Rules;

public sealed class RuleValidationTests
{
    private static readonly Rule Sound = new() { Name = "a", Signal = SignalNames.NodeCpuUtilization, Threshold = 0.9, Clearing = 0.8, Resource = "cpu" };

    [Test]
    public void Errors_ShippedRules_AreSound() => Assert.Multiple(() =>
    {
        foreach (Rule rule in ShippedRules.All)
            Assert.That(RuleValidation.Errors(rule, SignalNames.Find(rule.Signal)!.Scope), Is.Empty, rule.Name);
    });

    [Test]
    public void Errors_WrongRule_NameTheKey() => Assert.Multiple(() =>
    {
        Rejects(Sound with { Clearing = 0.95 }, nameof(Rule.Clearing));
        Rejects(Sound with { Comparison = RuleComparison.Below }, nameof(Rule.Clearing));
        Rejects(Sound with { Scope = SignalScope.Guest }, nameof(Rule.Scope));
        Rejects(Sound with { Aggregate = RuleAggregate.Max }, nameof(Rule.Aggregate));
        Rejects(Sound with { Resource = "a b" }, nameof(Rule.Resource));
        Rejects(Sound with { Name = "a\"b" }, nameof(Rule.Signal));
        Rejects(Sound with { Method = RuleMethod.MedianAbsoluteDeviation, Threshold = 0, Clearing = null }, nameof(Rule.Threshold));
        Rejects(Sound with { Method = RuleMethod.LocalRegression, Safety = 0 }, nameof(Rule.Safety));
        Rejects(Sound with { Method = RuleMethod.InterquartileRange, Comparison = RuleComparison.Below, Clearing = null }, nameof(Rule.Comparison));
    });

    private static void Rejects(Rule rule, string key) =>
        Assert.That(RuleValidation.Errors(rule, SignalScope.Node).Select(error => error.Key), Is.EqualTo(new[] { key }), rule.ToString());
}
