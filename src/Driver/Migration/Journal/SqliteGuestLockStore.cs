using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Guest locks in the journal's file, where all processes of the node see them. The fencing token is the number of the row.</summary>
public sealed class SqliteGuestLockStore(JournalDatabase database, IOptions<CoordinationOptions> options, TimeProvider time) : IGuestLockStore
{
    /// <inheritdoc/>
    public Task<LockAttempt> TryTakeAsync(GuestClaim claim, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            DateTimeOffset now = time.GetUtcNow();
            connection.Execute("DELETE FROM guest_locks WHERE expires_at <= $now", ("$now", now.ToJournal()));
            IReadOnlyList<StandingLock> standing = Standing(connection, now);
            Reason? refusal = standing.FirstOrDefault(l => l.Guest == claim.Guest)?.Refusal ?? MigrationSlots.Objection(standing, claim, options.Value);
            return refusal is null ? new LockAttempt(new LockGrant(claim, Insert(connection, claim, now + lease))) : LockAttempt.Refused(refusal);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(LockGrant grant, TimeSpan lease, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return await database.WriteAsync(
            connection => connection.Execute(
                "UPDATE guest_locks SET expires_at = $expires WHERE token = $token AND expires_at > $now",
                ("$token", grant.Token), ("$now", now.ToJournal()), ("$expires", (now + lease).ToJournal())),
            cancellationToken) > 0;
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(LockGrant grant, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("DELETE FROM guest_locks WHERE token = $token", ("$token", grant.Token)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StandingLock>> StandingAsync(CancellationToken cancellationToken) =>
        database.UseAsync(connection => Standing(connection, time.GetUtcNow()), cancellationToken);

    private static long Insert(SqliteConnection connection, GuestClaim claim, DateTimeOffset expiresAt) => connection.Scalar(
        """
        INSERT INTO guest_locks (guest, guest_name, migration_id, holder, source, destination, taken_at, expires_at)
        VALUES ($guest, $name, $migration, $holder, $source, $destination, $at, $expires) RETURNING token
        """,
        ("$guest", claim.Guest.ToString()),
        ("$name", claim.GuestName),
        ("$migration", claim.MigrationId),
        ("$holder", claim.Holder),
        ("$source", claim.Source.ToString()),
        ("$destination", claim.Destination.ToString()),
        ("$at", claim.At.ToJournal()),
        ("$expires", expiresAt.ToJournal()));

    private static IReadOnlyList<StandingLock> Standing(SqliteConnection connection, DateTimeOffset now) => connection.Query(
        Read,
        "SELECT token, guest, guest_name, migration_id, holder, source, destination, taken_at FROM guest_locks WHERE expires_at > $now ORDER BY token",
        ("$now", now.ToJournal()));

    private static StandingLock Read(SqliteDataReader row)
    {
        GuestClaim claim = new(
            Guid.Parse(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4),
            Guid.Parse(row.GetString(5)), Guid.Parse(row.GetString(6)), row.Time(7)!.Value);
        return new(claim.Guest, row.GetInt64(0), claim);
    }
}
