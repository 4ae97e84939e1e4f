using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Drains in the journal's file, where all processes of the node see them. The fencing token is the number of the row.</summary>
public sealed class SqliteDrainBook(JournalDatabase database, TimeProvider time) : IDrainBook
{
    /// <inheritdoc/>
    public Task<DrainAttempt> TryTakeAsync(DrainClaim claim, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            DateTimeOffset now = time.GetUtcNow();
            connection.Execute("DELETE FROM drains WHERE expires_at <= $now", ("$now", now.ToJournal()));
            return Standing(connection, now).FirstOrDefault(d => d.Node == claim.Node) is { } other
                ? new DrainAttempt(null, other.Refusal)
                : new(new DrainGrant(claim, Insert(connection, claim, now + lease)));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(DrainGrant grant, TimeSpan lease, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return await database.WriteAsync(
            connection => connection.Execute(
                "UPDATE drains SET expires_at = $expires WHERE token = $token AND expires_at > $now",
                ("$token", grant.Token), ("$now", now.ToJournal()), ("$expires", (now + lease).ToJournal())),
            cancellationToken) > 0;
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(DrainGrant grant, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("DELETE FROM drains WHERE token = $token", ("$token", grant.Token)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StandingDrain>> StandingAsync(CancellationToken cancellationToken) =>
        database.UseAsync(connection => Standing(connection, time.GetUtcNow()), cancellationToken);

    private static long Insert(SqliteConnection connection, DrainClaim claim, DateTimeOffset expiresAt) => connection.Scalar(
        "INSERT INTO drains (node, holder, taken_at, expires_at) VALUES ($node, $holder, $at, $expires) RETURNING token",
        ("$node", claim.Node), ("$holder", claim.Holder), ("$at", claim.At.ToJournal()), ("$expires", expiresAt.ToJournal()));

    private static IReadOnlyList<StandingDrain> Standing(SqliteConnection connection, DateTimeOffset now) => connection.Query(
        row => new StandingDrain(row.GetString(1), row.GetInt64(0), new(row.GetString(1), row.GetString(2), row.Time(3)!.Value)),
        "SELECT token, node, holder, taken_at FROM drains WHERE expires_at > $now ORDER BY node",
        ("$now", now.ToJournal()));
}
