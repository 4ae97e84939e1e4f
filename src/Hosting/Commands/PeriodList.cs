using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>Periods of the dirty-rate calculation as people write them.</summary>
internal static class PeriodList
{
    /// <summary>Reads <c>1s,2s,4s</c>, rising, each once.</summary>
    /// <exception cref="FormatException">A period is not a whole number of seconds from 1 to 60.</exception>
    public static IReadOnlyList<TimeSpan> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne).Distinct().Order()];

    private static TimeSpan ParseOne(string text)
    {
        TimeSpan period = Duration.Parse(text);
        return period.TotalSeconds is >= 1 and <= 60 && period.Ticks % TimeSpan.TicksPerSecond == 0
            ? period
            : throw new FormatException($"'{text}' is not a whole number of seconds from 1s to 60s; write for example 1s,2s,4s");
    }
}
