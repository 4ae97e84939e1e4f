namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Evenly spaced samples of a signal, oldest first; the newest is the mean of what came since it began.</summary>
public sealed record RuleHistory
{
    /// <summary>As many as the published methods look at.</summary>
    private const int Most = AdaptiveThresholdDetector.Window;

    /// <summary>No samples.</summary>
    public static RuleHistory Empty { get; } = new();

    /// <summary>The samples.</summary>
    public IReadOnlyList<double> Values { get; private init; } = [];

    private DateTimeOffset NewestFrom { get; init; }

    private int NewestCount { get; init; }

    /// <summary>The history with one more reading.</summary>
    /// <param name="at">When it was true.</param>
    /// <param name="value">Its number.</param>
    /// <param name="interval">Distance between samples.</param>
    public RuleHistory With(DateTimeOffset at, double value, TimeSpan interval)
    {
        if (Values.Count == 0 || at - NewestFrom >= interval)
            return new() { Values = [.. Values.TakeLast(Most - 1), value], NewestFrom = at, NewestCount = 1 };
        double mean = Values[^1] + ((value - Values[^1]) / (NewestCount + 1));
        return this with { Values = [.. Values.SkipLast(1), mean], NewestCount = NewestCount + 1 };
    }
}
