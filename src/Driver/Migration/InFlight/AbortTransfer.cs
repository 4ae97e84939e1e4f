using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>End the transfer; the guest stays on the source.</summary>
/// <param name="Reason">Why.</param>
public sealed record AbortTransfer(Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "abort";
}
