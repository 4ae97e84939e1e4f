using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Reservations in the journal's file, where all processes of the node see them.</summary>
public sealed class SqliteReservationBook(JournalDatabase database) : IReservationBook
{
    /// <inheritdoc/>
    public ByteCount? TryReserve(
        string migrationId, Guid destination, ByteCount needed, ByteCount available, DateTimeOffset at, DateTimeOffset expiresAt) =>
        database.Write<ByteCount?>(connection =>
        {
            ByteCount others = Standing(connection, destination, at);
            if (others + needed > available)
                return others;
            connection.Execute(
                """
                INSERT INTO reservations (migration_id, destination, bytes, made_at, expires_at)
                VALUES ($id, $destination, $bytes, $now, $expires)
                """,
                ("$id", migrationId),
                ("$destination", destination.ToString()),
                ("$bytes", needed.Value),
                ("$now", at.ToJournal()),
                ("$expires", expiresAt.ToJournal()));
            return null;
        });

    /// <inheritdoc/>
    public void Release(string migrationId, DateTimeOffset at) => database.Write(connection => connection.Execute(
        "UPDATE reservations SET released_at = $now WHERE migration_id = $id AND released_at IS NULL",
        ("$id", migrationId), ("$now", at.ToJournal())));

    /// <inheritdoc/>
    public ByteCount Standing(Guid destination, DateTimeOffset at) => database.Use(connection => Standing(connection, destination, at));

    /// <inheritdoc/>
    public int CountStanding(DateTimeOffset at) => database.Use(connection => (int)connection.Scalar(
        "SELECT COUNT(*) FROM reservations WHERE released_at IS NULL AND expires_at > $now", ("$now", at.ToJournal())));

    private static ByteCount Standing(SqliteConnection connection, Guid destination, DateTimeOffset at) => new(connection.Scalar(
        "SELECT SUM(bytes) FROM reservations WHERE destination = $destination AND released_at IS NULL AND expires_at > $now",
        ("$destination", destination.ToString()), ("$now", at.ToJournal())));
}
