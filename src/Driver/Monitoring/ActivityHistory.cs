using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Carries what was seen of a guest's activity from one observation to the next.</summary>
public static class ActivityHistory
{
    /// <summary>Most samples kept.</summary>
    public const int MostSamples = 60;

    /// <summary>Older samples say nothing about what the guest does now.</summary>
    public static readonly TimeSpan OldestSample = TimeSpan.FromMinutes(30);

    /// <summary>The observation with the samples of the one before in front of its own.</summary>
    /// <remarks>Samples over another period than the new ones' are dropped: they do not compare.</remarks>
    public static GuestObservation Carry(GuestObservation? before, GuestObservation latest)
    {
        if (before is null || before.Activity.Count == 0)
            return latest;
        TimeSpan? period = latest.Activity.Count > 0 ? latest.Activity[^1].Period : null;
        IEnumerable<ActivitySample> kept = before.Activity
            .Where(sample => latest.At - sample.At <= OldestSample && (period is null || sample.Period == period));
        return latest with { Activity = [.. kept.Concat(latest.Activity).OrderBy(sample => sample.At).TakeLast(MostSamples)] };
    }
}
