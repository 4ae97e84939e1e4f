using System.Globalization;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Http;

/// <summary>Judges the service by the sampler's snapshot alone.</summary>
internal static class HealthRules
{
    /// <summary>How long the sampler may take for a tick before it counts as dead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Alive: the sampler still ends its ticks, whatever libvirt answers.</summary>
    public static HealthAnswer Alive(NodeSnapshot snapshot, DateTimeOffset startedAt, DateTimeOffset now)
    {
        DateTimeOffset last = snapshot.At > startedAt ? snapshot.At : startedAt;
        return now - last <= Patience
            ? new(true, "ok")
            : new(false, string.Create(CultureInfo.InvariantCulture, $"the sampler has been silent for {(now - last).TotalSeconds:0} s"));
    }

    /// <summary>Ready: there is a first sample and libvirt answers.</summary>
    public static HealthAnswer Ready(NodeSnapshot snapshot, DateTimeOffset startedAt, DateTimeOffset now) =>
        snapshot.At == default ? new(false, "no sample yet")
        : !snapshot.CollectorUp ? new(false, "libvirt does not answer the sampler")
        : Alive(snapshot, startedAt, now);
}
