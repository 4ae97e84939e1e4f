using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The rule about what the guests of a node ask for, as the options give it.</summary>
public static class AutopilotRule
{
    /// <summary>Overload by the weighted mean of the last samples.</summary>
    public const string Forecast = "forecast";

    /// <summary>Overload by the present load.</summary>
    public const string Threshold = "threshold";

    /// <summary>The rule.</summary>
    public static Rule From(AutopilotOptions options) => new()
    {
        Name = LoadBook.Signal,
        Signal = LoadBook.Signal,
        Method = options.Detector == Forecast ? RuleMethod.Forecast : RuleMethod.Static,
        Threshold = options.OverloadedAt,
        Clearing = options.ClearedAt,
        Duration = options.Duration,
        Severity = RuleSeverity.Warning,
        Resource = "cpu",
    };
}
