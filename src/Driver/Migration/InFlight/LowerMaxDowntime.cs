using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Let QEMU pause the guest for less time at switch-over, since the fixed part of the downtime grew.</summary>
/// <param name="Limit">The new limit that QEMU tests against.</param>
/// <param name="Reason">Why.</param>
public sealed record LowerMaxDowntime(TimeSpan Limit, Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "lower-max-downtime";
}
