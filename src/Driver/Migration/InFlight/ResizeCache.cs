using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Give the shadow cache another size; QEMU begins it empty.</summary>
/// <param name="Size">The new size, a power of two.</param>
/// <param name="Reason">Why.</param>
public sealed record ResizeCache(ByteCount Size, Reason Reason) : InFlightDecision(Reason)
{
    internal override string Action => "resize-cache";
}
