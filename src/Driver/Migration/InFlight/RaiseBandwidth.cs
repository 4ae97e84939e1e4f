using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Let the transfer have more of the link.</summary>
/// <param name="Cap">The new cap.</param>
/// <param name="Reason">Why.</param>
public sealed record RaiseBandwidth(BytesPerSecond Cap, Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "raise-bandwidth";
}
