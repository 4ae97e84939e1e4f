using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Output;

/// <summary>A guest lock in JSON; all but guest and token are null when its entry cannot be read.</summary>
internal sealed record GuestLockDocument(Guid Uuid, string? Domain, long Token, string? Holder, string? MigrationId, DateTimeOffset? Since)
{
    public static GuestLockDocument From(StandingLock standing) => new(
        standing.Guest, standing.Claim?.GuestName, standing.Token, standing.Claim?.Holder, standing.Claim?.MigrationId, standing.Claim?.At);
}
