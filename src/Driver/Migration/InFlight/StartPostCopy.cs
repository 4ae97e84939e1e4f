using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Let the guest run on the target and pull what is missing.</summary>
/// <param name="Reason">Why.</param>
public sealed record StartPostCopy(Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "start-post-copy";
}
