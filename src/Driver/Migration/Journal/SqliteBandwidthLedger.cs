using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>The ledger in the journal's file, where all processes of the node see it.</summary>
public sealed class SqliteBandwidthLedger(JournalDatabase database) : IBandwidthLedger
{
    /// <summary>A claim that was not renewed for so long lapses: several times the second after which it should be.</summary>
    public static readonly TimeSpan Lapse = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public BandwidthShare Renew(string migrationId, string link, BytesPerSecond? cap, BytesPerSecond budget, DateTimeOffset at) =>
        database.Write(connection =>
        {
            connection.Execute("DELETE FROM bandwidth_claims WHERE renewed_at < $lapsed", ("$lapsed", (at - Lapse).ToJournal()));
            connection.Execute(
                """
                INSERT INTO bandwidth_claims (migration_id, link, cap, renewed_at) VALUES ($id, $link, $cap, $now)
                ON CONFLICT (migration_id) DO UPDATE SET cap = $cap, renewed_at = $now
                """,
                ("$id", migrationId), ("$link", link), ("$cap", cap?.Value), ("$now", at.ToJournal()));
            IReadOnlyList<(string Id, double? Cap)> claims = connection.Query(
                Read, "SELECT migration_id, cap FROM bandwidth_claims WHERE link = $link ORDER BY migration_id", ("$link", link));
            int mine = claims.TakeWhile(c => c.Id != migrationId).Count();
            double? Uncapped(int i) => i == mine ? null : claims[i].Cap;
            return new BandwidthShare(
                new(BandwidthShares.Deal(budget.Value, [.. claims.Select(c => c.Cap)])[mine]),
                new(BandwidthShares.Deal(budget.Value, [.. Enumerable.Range(0, claims.Count).Select(Uncapped)])[mine]),
                claims.Count);
        });

    /// <inheritdoc/>
    public void Leave(string migrationId) =>
        database.Write(connection => connection.Execute("DELETE FROM bandwidth_claims WHERE migration_id = $id", ("$id", migrationId)));

    private static (string Id, double? Cap) Read(SqliteDataReader row) => (row.GetString(0), row.IsDBNull(1) ? null : row.GetDouble(1));
}
