using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Cordons in the journal's file, where all processes of the node see them.</summary>
public sealed class SqliteCordonBook(JournalDatabase database) : ICordonBook
{
    /// <inheritdoc/>
    public IReadOnlyList<Cordon> All() => database.Use(connection => connection.Query(
        row => new Cordon(row.GetString(0), row.Text(1), row.Time(2)!.Value), "SELECT node, reason, at FROM cordons ORDER BY node"));

    /// <inheritdoc/>
    public void Set(Cordon cordon) => database.Write(connection => connection.Execute(
        """
        INSERT INTO cordons (node, reason, at) VALUES ($node, $reason, $at)
        ON CONFLICT (node) DO UPDATE SET reason = COALESCE(excluded.reason, reason)
        """,
        ("$node", cordon.Node), ("$reason", cordon.Reason), ("$at", cordon.At.ToJournal())));

    /// <inheritdoc/>
    public bool Lift(string node) => database.Write(connection => connection.Execute("DELETE FROM cordons WHERE node = $node", ("$node", node))) > 0;
}
