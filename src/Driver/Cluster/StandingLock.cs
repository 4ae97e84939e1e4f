using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>A guest lock that somebody holds.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Claim">Who holds it; null when what is written there cannot be read.</param>
public sealed record StandingLock(Guid Guest, long Token, GuestClaim? Claim)
{
    /// <summary>Why nobody else may migrate the guest.</summary>
    public Reason Refusal => new(ReasonCodes.GuestLocked, Claim is { } claim
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{claim.GuestName} is being migrated by {claim.Holder} since {claim.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z (migration {claim.MigrationId}, token {Token}); wait until that ends")
        : string.Create(CultureInfo.InvariantCulture, $"guest {Guest} is locked with token {Token} by somebody whose entry cannot be read; wait until that ends"));
}
