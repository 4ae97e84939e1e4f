namespace ShadowMig.Driver.Monitoring;

/// <summary>Whether a sample is too old to decide anything.</summary>
internal static class SampleAge
{
    /// <summary>Whether it is older than the limit. A sample from the future is too: the clock was set back, and its age is unknown.</summary>
    public static bool IsStale(DateTimeOffset at, DateTimeOffset now, TimeSpan limit) => now - at > limit || at > now;
}
