namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Wishes to cancel in the journal's file, where all processes of the node see them.</summary>
public sealed class SqliteCancelBook(JournalDatabase database) : ICancelBook
{
    /// <inheritdoc/>
    public void Request(string migrationId, DateTimeOffset at) => database.Write(connection => connection.Execute(
        "INSERT INTO cancel_requests (migration_id, requested_at) VALUES ($id, $at) ON CONFLICT DO NOTHING",
        ("$id", migrationId), ("$at", at.ToJournal())));

    /// <inheritdoc/>
    public bool Answer(string migrationId, DateTimeOffset at) =>
        // A look does not hold up writers; nearly all find nothing.
        database.Use(connection => connection.Scalar("SELECT COUNT(*) FROM cancel_requests WHERE migration_id = $id", ("$id", migrationId))) > 0
        && database.Write(connection => connection.Execute(
            "UPDATE cancel_requests SET answered_at = $at WHERE migration_id = $id", ("$id", migrationId), ("$at", at.ToJournal()))) > 0;

    /// <inheritdoc/>
    public DateTimeOffset? AnsweredAt(string migrationId) => database.Use(connection => connection.Query(
        row => row.Time(0), "SELECT answered_at FROM cancel_requests WHERE migration_id = $id", ("$id", migrationId))) is [{ } at] ? at : null;
}
