using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The periods over which libvirt can count dirty pages.</summary>
internal static class ObservationPeriods
{
    /// <summary>What is wrong with the periods; null when nothing is.</summary>
    public static string? FindError(IReadOnlyList<TimeSpan> periods)
    {
        if (periods.Count == 0)
            return "no period to observe over; give for example 1s,2s,4s";
        foreach (TimeSpan period in periods)
        {
            if (period.Ticks % TimeSpan.TicksPerSecond != 0 || period.TotalSeconds is < 1 or > 60)
                return $"{Duration.Format(period)} is no whole number of seconds from 1 to 60";
        }

        return null;
    }
}
