using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>How many migrations may run at a time, in the fleet and at each node. Pure.</summary>
public static class MigrationSlots
{
    /// <summary>Why another migration may not begin now; null when it may.</summary>
    /// <param name="standing">Locks of the migrations that run.</param>
    /// <param name="claim">The one that wants to begin.</param>
    /// <param name="limits">The limits.</param>
    /// <remarks>
    /// A takeover begins nothing: what it goes on with was let in when it began. A lock whose entry cannot be read counts for the fleet
    /// only: its nodes are unknown.
    /// </remarks>
    public static Reason? Objection(IReadOnlyCollection<StandingLock> standing, GuestClaim claim, CoordinationOptions limits) => claim.IsTakeover
        ? null
        : Full(limits.MaxMigrations, standing.Count, "run in the fleet", nameof(limits.MaxMigrations))
        ?? Full(limits.MaxMigrationsFromNode, standing.Count(l => l.Claim?.Source == claim.Source), "leave the source", nameof(limits.MaxMigrationsFromNode))
        ?? Full(limits.MaxMigrationsToNode, standing.Count(l => l.Claim?.Destination == claim.Destination), "arrive at the target", nameof(limits.MaxMigrationsToNode));

    private static Reason? Full(int? limit, int running, string where, string key) => limit is { } most && running >= most
        ? new(ReasonCodes.MigrationLimit, string.Create(
            CultureInfo.InvariantCulture, $"{running} migrations {where} already, and {CoordinationOptions.Section}:{key} allows {most}; try again when one has ended"))
        : null;
}
