using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Reservations in the journal's file, where all processes of the node see them.</summary>
public sealed class SqliteReservationBook(JournalDatabase database) : IReservationBook
{
    /// <inheritdoc/>
    public Task<ByteCount?> TryReserveAsync(Reservation reservation, ByteCount available, CancellationToken cancellationToken) =>
        database.WriteAsync<ByteCount?>(
            connection =>
            {
                ByteCount others = Standing(connection, reservation.Destination, reservation.At);
                if (others + reservation.Needed > available)
                    return others;
                connection.Execute(
                    """
                    INSERT INTO reservations (migration_id, destination, bytes, made_at, expires_at)
                    VALUES ($id, $destination, $bytes, $now, $expires)
                    """,
                    ("$id", reservation.MigrationId),
                    ("$destination", reservation.Destination.ToString()),
                    ("$bytes", reservation.Needed.Value),
                    ("$now", reservation.At.ToJournal()),
                    ("$expires", reservation.ExpiresAt.ToJournal()));
                return null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(string migrationId, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "UPDATE reservations SET released_at = $now WHERE migration_id = $id AND released_at IS NULL", ("$id", migrationId), ("$now", at.ToJournal())),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ByteCount> StandingAsync(Guid destination, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.UseAsync(connection => Standing(connection, destination, at), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Guid, ByteCount>> StandingAsync(DateTimeOffset at, CancellationToken cancellationToken) => database.UseAsync(
        connection => (IReadOnlyDictionary<Guid, ByteCount>)connection.Query(
            row => (Destination: Guid.Parse(row.GetString(0)), Bytes: new ByteCount(row.GetInt64(1))),
            "SELECT destination, SUM(bytes) FROM reservations WHERE released_at IS NULL AND expires_at > $now GROUP BY destination",
            ("$now", at.ToJournal())).ToDictionary(r => r.Destination, r => r.Bytes),
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountStandingAsync(DateTimeOffset at, CancellationToken cancellationToken) => database.UseAsync(
        connection => (int)connection.Scalar(
            "SELECT COUNT(*) FROM reservations WHERE released_at IS NULL AND expires_at > $now", ("$now", at.ToJournal())),
        cancellationToken);

    private static ByteCount Standing(SqliteConnection connection, Guid destination, DateTimeOffset at) => new(connection.Scalar(
        "SELECT SUM(bytes) FROM reservations WHERE destination = $destination AND released_at IS NULL AND expires_at > $now",
        ("$destination", destination.ToString()), ("$now", at.ToJournal())));
}
