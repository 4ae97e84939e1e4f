using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>Memory that a migration sets aside on its target.</summary>
/// <param name="MigrationId">The migration it is for.</param>
/// <param name="Destination">The target's host UUID: one node may be reached by several URIs.</param>
/// <param name="Needed">Memory needed.</param>
/// <param name="At">When it is made.</param>
/// <param name="ExpiresAt">When it lapses if nobody gives it back.</param>
public sealed record Reservation(string MigrationId, Guid Destination, ByteCount Needed, DateTimeOffset At, DateTimeOffset ExpiresAt);
