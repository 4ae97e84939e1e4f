using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Let QEMU pause the guest for longer at switch-over.</summary>
/// <param name="Limit">The new limit that QEMU tests against.</param>
/// <param name="Reason">Why.</param>
public sealed record RaiseMaxDowntime(TimeSpan Limit, Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "raise-max-downtime";
}
