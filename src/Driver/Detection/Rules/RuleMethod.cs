namespace ShadowMig.Driver.Detection.Rules;

/// <summary>How a rule decides that a signal is too far.</summary>
public enum RuleMethod
{
    /// <summary>A fixed threshold.</summary>
    Static,

    /// <summary>A threshold that falls as the signal becomes restless, by the median absolute deviation (<see cref="AdaptiveThresholdDetector"/>).</summary>
    MedianAbsoluteDeviation,

    /// <summary>The same by the interquartile range.</summary>
    InterquartileRange,

    /// <summary>The trend of the last ten samples, continued by one (<see cref="LocalRegressionDetector"/>).</summary>
    LocalRegression,

    /// <summary>The same, in which outliers count less.</summary>
    RobustLocalRegression,

    /// <summary>The exponentially weighted mean of the last samples, which a single spike does not lift (<see cref="ForecastDetector"/>).</summary>
    Forecast,
}
