using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>A drain that somebody runs.</summary>
/// <param name="Node">The node's name in the inventory.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Claim">Who runs it; null when what is written there cannot be read.</param>
public sealed record StandingDrain(string Node, long Token, DrainClaim? Claim)
{
    /// <summary>Why nobody else may plan moves from or to the node.</summary>
    public Reason Refusal => new(ReasonCodes.NodeDraining, Claim is { } claim
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{Node} is being drained by {claim.Holder} since {claim.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z (token {Token}); wait until that ends")
        : string.Create(CultureInfo.InvariantCulture, $"{Node} is being drained, token {Token}, by somebody whose entry cannot be read; wait until that ends"));
}
