using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>The journal in SQLite.</summary>
public sealed class SqliteMigrationJournal(JournalDatabase database) : IMigrationJournal
{
    private const string Columns =
        "SELECT id, domain_name, domain_uuid, source_uri, destination_uri, strategy, started_at, phase, progress, ended_at, report, plan, progress_at, lock_token, before_transfer FROM migrations";

    /// <inheritdoc/>
    public string Begin(MigrationPlan plan, string sourceUri, DateTimeOffset at)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
        database.Write(connection => connection.Execute(
            """
            INSERT INTO migrations (id, domain_name, domain_uuid, source_uri, destination_uri, strategy, started_at, plan)
            VALUES ($id, $name, $uuid, $source, $destination, $strategy, $at, $plan)
            """,
            ("$id", id),
            ("$name", plan.Domain.Name),
            ("$uuid", plan.Domain.Uuid.ToString()),
            ("$source", sourceUri),
            ("$destination", plan.Destination),
            ("$strategy", (plan.Chosen?.Strategy ?? MigrationStrategy.Plain).ToString()),
            ("$at", at.ToJournal()),
            ("$plan", JsonSerializer.Serialize(plan, MigrationJson.Default.MigrationPlan))));
        return id;
    }

    /// <inheritdoc/>
    public void RecordLock(string id, long token) => database.Write(connection => connection.Execute(
        "UPDATE migrations SET lock_token = $token WHERE id = $id", ("$id", id), ("$token", token)));

    /// <inheritdoc/>
    public void RecordBefore(string id, BeforeTransfer before) => database.Write(connection => connection.Execute(
        "UPDATE migrations SET before_transfer = $before WHERE id = $id",
        ("$id", id), ("$before", JsonSerializer.Serialize(before, MigrationJson.Default.BeforeTransfer))));

    /// <inheritdoc/>
    public void EnterPhase(string id, MigrationPhase phase, DateTimeOffset at) => database.Write(connection =>
    {
        connection.Execute(
            "UPDATE migrations SET phase = $phase, progress_at = $at WHERE id = $id",
            ("$id", id), ("$phase", (int)phase), ("$at", at.ToJournal()));
        return connection.Execute(
            "INSERT INTO phases (migration_id, phase, at) VALUES ($id, $phase, $at)",
            ("$id", id), ("$phase", (int)phase), ("$at", at.ToJournal()));
    });

    /// <inheritdoc/>
    public void RecordAction(string id, MigrationAction action) => database.Write(connection => connection.Execute(
        "INSERT INTO actions (migration_id, at_seconds, action, reason) VALUES ($id, $at, $action, $reason)",
        ("$id", id), ("$at", action.At.TotalSeconds), ("$action", action.Action), ("$reason", action.Reason)));

    /// <inheritdoc/>
    public void RecordProgress(string id, MigrationProgress progress, DateTimeOffset at) => database.Write(connection => connection.Execute(
        "UPDATE migrations SET progress = $progress, progress_at = $at WHERE id = $id",
        ("$id", id), ("$at", at.ToJournal()), ("$progress", JsonSerializer.Serialize(progress, MigrationJson.Default.MigrationProgress))));

    /// <inheritdoc/>
    public void Finish(MigrationReport report, DateTimeOffset at) => database.Write(connection => connection.Execute(
        """
        UPDATE migrations SET ended_at = CASE WHEN $result <> $unknown THEN $at END, result = $result, report = $report
        WHERE id = $id AND (ended_at IS NULL OR $result <> $unknown)
        """,
        ("$id", report.Id),
        ("$at", at.ToJournal()),
        ("$result", report.Result.ToString()),
        ("$unknown", nameof(MigrationResult.Unknown)),
        ("$report", JsonSerializer.Serialize(report, MigrationJson.Default.MigrationReport))));

    /// <inheritdoc/>
    public void Close(string id, DateTimeOffset at) => database.Write(connection => connection.Execute(
        "UPDATE migrations SET ended_at = $at WHERE id = $id AND ended_at IS NULL", ("$id", id), ("$at", at.ToJournal())));

    /// <inheritdoc/>
    public JournalEntry? Find(string id) =>
        database.Use(connection => connection.Query(Read, Columns + " WHERE id = $id", ("$id", id))) is [JournalEntry entry] ? entry : null;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationAction> Actions(string id) => database.Use(connection => connection.Query(
        row => new MigrationAction(TimeSpan.FromSeconds(row.GetDouble(0)), row.GetString(1), row.GetString(2)),
        "SELECT at_seconds, action, reason FROM actions WHERE migration_id = $id ORDER BY rowid", ("$id", id)));

    /// <inheritdoc/>
    public IReadOnlyList<JournalEntry> Unfinished() =>
        database.Use(connection => connection.Query(Read, Columns + " WHERE ended_at IS NULL ORDER BY started_at, id"));

    /// <inheritdoc/>
    public JournalEntry? LatestTransfer(Guid guest) => database.Use(connection => connection.Query(
        Read,
        Columns + " WHERE domain_uuid = $guest AND phase >= $begun ORDER BY started_at DESC, id DESC LIMIT 1",
        ("$guest", guest.ToString()), ("$begun", (int)MigrationPhase.IterativePreCopy))) is [JournalEntry entry] ? entry : null;

    /// <inheritdoc/>
    public IReadOnlyList<JournalEntry> Latest(int count) =>
        database.Use(connection => connection.Query(Read, Columns + " ORDER BY started_at DESC, id DESC LIMIT $count", ("$count", count)));

    private static JournalEntry Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Domain = new(row.GetString(1), Guid.Parse(row.GetString(2))),
        SourceUri = row.GetString(3),
        DestinationUri = row.GetString(4),
        Strategy = Enum.Parse<MigrationStrategy>(row.GetString(5)),
        StartedAt = row.Time(6)!.Value,
        Phase = (MigrationPhase)row.GetInt32(7),
        Progress = MigrationJson.Read(row.Text(8), MigrationJson.Default.MigrationProgress),
        EndedAt = row.Time(9),
        Report = MigrationJson.Read(row.Text(10), MigrationJson.Default.MigrationReport),
        Plan = MigrationJson.Read(row.Text(11), MigrationJson.Default.MigrationPlan),
        ProgressAt = row.Time(12),
        LockToken = row.IsDBNull(13) ? null : row.GetInt64(13),
        Before = MigrationJson.Read(row.Text(14), MigrationJson.Default.BeforeTransfer),
    };
}
