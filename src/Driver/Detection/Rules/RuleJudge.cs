using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Compares a signal with what a rule allows, by the rule's method.</summary>
internal static class RuleJudge
{
    private const double UsualDeviations = 2.5;
    private const double UsualRanges = 1.5;
    private const double UsualTrend = 1.2;

    /// <summary>Judges a value.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="history">Samples up to now, oldest first; only for methods with a history.</param>
    /// <param name="value">The present value.</param>
    public static RuleJudgement Judge(Rule rule, IReadOnlyList<double> history, double value) =>
        rule.Method == RuleMethod.Static ? Compare(rule, value) : Detect(rule, history, value);

    /// <summary>The detector of a method.</summary>
    public static IOverloadDetector Detector(Rule rule) => rule.Method switch
    {
        RuleMethod.MedianAbsoluteDeviation => AdaptiveThresholdDetector.MedianAbsoluteDeviation(rule.Safety ?? UsualDeviations),
        RuleMethod.InterquartileRange => AdaptiveThresholdDetector.InterquartileRange(rule.Safety ?? UsualRanges),
        RuleMethod.LocalRegression => new LocalRegressionDetector(rule.Safety ?? UsualTrend, TrendWeighting.Tricube),
        RuleMethod.RobustLocalRegression => new LocalRegressionDetector(rule.Safety ?? UsualTrend, TrendWeighting.Robust),
        RuleMethod.Forecast => new ForecastDetector(new() { OverloadedAt = 1 }),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Method, "no method with a detector"),
    };

    private static RuleJudgement Compare(Rule rule, double value)
    {
        double clearing = rule.Clearing ?? rule.Threshold;
        return rule.Comparison == RuleComparison.Above
            ? new(value > rule.Threshold, value <= clearing, value > rule.Threshold ? ReasonCodes.AboveThreshold : ReasonCodes.WithinCapacity, value, rule.Threshold)
            : new(value < rule.Threshold, value >= clearing, value < rule.Threshold ? ReasonCodes.BelowThreshold : ReasonCodes.WithinCapacity, value, rule.Threshold);
    }

    private static RuleJudgement Detect(Rule rule, IReadOnlyList<double> history, double value)
    {
        double[] shares = [.. history.Select(sample => sample / rule.Threshold)];
        OverloadVerdict verdict = Detector(rule).Judge(new LoadHistory(shares, value / rule.Threshold));
        bool isBack = !verdict.Overloaded && (rule.Clearing is not { } clearing || value <= clearing);
        return new(verdict.Overloaded, isBack, verdict.Code, verdict.Measure * rule.Threshold, verdict.Limit * rule.Threshold);
    }
}
