using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Cordons in the journal's file, where all processes of the node see them.</summary>
public sealed class SqliteCordonBook(JournalDatabase database) : ICordonBook
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Cordon>> AllAsync(CancellationToken cancellationToken) => database.UseAsync(
        connection => connection.Query(row => new Cordon(row.GetString(0), row.Text(1), row.Time(2)!.Value), "SELECT node, reason, at FROM cordons ORDER BY node"),
        cancellationToken);

    /// <inheritdoc/>
    public Task SetAsync(Cordon cordon, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO cordons (node, reason, at) VALUES ($node, $reason, $at)
            ON CONFLICT (node) DO UPDATE SET reason = COALESCE(excluded.reason, reason)
            """,
            ("$node", cordon.Node), ("$reason", cordon.Reason), ("$at", cordon.At.ToJournal())),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> LiftAsync(string node, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("DELETE FROM cordons WHERE node = $node", ("$node", node)), cancellationToken) > 0;
}
