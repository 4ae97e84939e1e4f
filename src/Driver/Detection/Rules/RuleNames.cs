using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>The words of rules as configuration, JSON, metrics and logs write them.</summary>
public static class RuleNames
{
    /// <summary>The word of a state.</summary>
    public static string Name(this RuleState state) => state switch
    {
        RuleState.Unknown => "unknown",
        RuleState.Ok => "ok",
        RuleState.Pending => "pending",
        RuleState.Overloaded => "overloaded",
        RuleState.Degrading => "degrading",
        RuleState.Clearing => "clearing",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state"),
    };

    /// <summary>The word of a method.</summary>
    public static string Name(this RuleMethod method) => method switch
    {
        RuleMethod.Static => "static",
        RuleMethod.MedianAbsoluteDeviation => "mad",
        RuleMethod.InterquartileRange => "iqr",
        RuleMethod.LocalRegression => "local-regression",
        RuleMethod.RobustLocalRegression => "robust-local-regression",
        RuleMethod.Forecast => "forecast",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "unknown method"),
    };

    /// <summary>The word of a severity.</summary>
    public static string Name(this RuleSeverity severity) => severity == RuleSeverity.Critical ? "critical" : "warning";

    /// <summary>The word of an effect.</summary>
    public static string Name(this RuleEffect effect) => effect == RuleEffect.Degrading ? "degrading" : "overloaded";

    /// <summary>The word of a comparison.</summary>
    public static string Name(this RuleComparison comparison) => comparison == RuleComparison.Below ? "below" : "above";

    /// <summary>The word of a scope.</summary>
    public static string Name(this SignalScope scope) => scope == SignalScope.Guest ? "guest" : "node";

    /// <summary>The word of an aggregate.</summary>
    public static string Name(this RuleAggregate aggregate) => aggregate switch
    {
        RuleAggregate.Max => "max",
        RuleAggregate.Mean => "mean",
        RuleAggregate.Sum => "sum",
        _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate, "unknown aggregate"),
    };
}
