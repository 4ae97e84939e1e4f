using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Decisions in the journal's file, beside the migrations that come of them.</summary>
public sealed class SqliteDecisionJournal(JournalDatabase database) : IDecisionJournal
{
    private const string Columns = "SELECT id, at, armed, decision, NULL FROM decisions";

    private const string MoveColumns = "SELECT decision_id, guest, target, state, at, migration_id, reasons FROM decided_moves";

    /// <inheritdoc/>
    public string Add(DecisionInput input, AutopilotDecision decision, bool isArmed, int keep)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"d{input.At.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
        return database.Write(connection =>
        {
            connection.Execute(
                "INSERT INTO decisions (id, at, armed, input, decision) VALUES ($id, $at, $armed, $input, $decision)",
                ("$id", id), ("$at", input.At.ToJournal()), ("$armed", isArmed ? 1 : 0),
                ("$input", JsonSerializer.Serialize(input, DecisionJson.Default.DecisionInput)),
                ("$decision", JsonSerializer.Serialize(decision, DecisionJson.Default.AutopilotDecision)));
            foreach (DecidedMove move in decision.AllMoves)
                Set(connection, id, new(move.Guest.Uuid, move.To, isArmed ? MoveState.Waiting : MoveState.NotArmed, input.At, null, []));
            connection.Execute(
                "DELETE FROM decisions WHERE id NOT IN (SELECT id FROM decisions ORDER BY at DESC, id DESC LIMIT $keep)", ("$keep", keep));
            return id;
        });
    }

    /// <inheritdoc/>
    public void Set(string id, MoveStatus move) => database.Write(connection => Set(connection, id, move));

    /// <inheritdoc/>
    public int CloseLeftBehind(DateTimeOffset at)
    {
        int Close(SqliteConnection connection, MoveState open, MoveState end, string why) => connection.Execute(
            "UPDATE decided_moves SET state = $end, at = $at, reasons = $reasons WHERE state = $open",
            ("$open", open.ToString()), ("$end", end.ToString()), ("$at", at.ToJournal()),
            ("$reasons", JsonSerializer.Serialize([new(ReasonCodes.ServiceStopping, why)], DecisionJson.Default.Reasons)));

        return database.Write(connection =>
            Close(connection, MoveState.Waiting, MoveState.Dropped, "the service ended before the move began")
            + Close(connection, MoveState.Running, MoveState.Unknown, "the service died while the guest moved; 'shadowmig history' and both nodes say where it is"));
    }

    /// <inheritdoc/>
    public DecisionEntry? Find(string id) => database.Use(connection => connection.Query(
        row => Read(connection, row),
        "SELECT id, at, armed, decision, input FROM decisions WHERE id = $id OR id = (SELECT decision_id FROM decided_moves WHERE migration_id = $id)",
        ("$id", id))) is [DecisionEntry entry] ? entry : null;

    /// <inheritdoc/>
    public IReadOnlyList<DecisionEntry> Latest(int count) => database.Use(connection => connection.Query(
        row => Read(connection, row), Columns + " ORDER BY at DESC, id DESC LIMIT $count", ("$count", count)));

    /// <inheritdoc/>
    public IReadOnlyList<MoveStatus> MovesSince(DateTimeOffset since) => database.Use(connection => connection.Query(
        ReadMove, MoveColumns + " WHERE at >= $since ORDER BY at, guest", ("$since", since.ToJournal())));

    /// <inheritdoc/>
    public IReadOnlyList<MigrationTrace> MigrationsSince(DateTimeOffset since) => database.Use(connection => connection.Query(
        ReadTrace,
        """
        SELECT domain_uuid, source_uri, destination_uri, json_extract(plan, '$.sourceUuid'), json_extract(plan, '$.destinationUuid'),
            started_at, progress_at, ended_at, result FROM migrations
        WHERE started_at >= $since OR ended_at IS NULL ORDER BY started_at DESC, id DESC
        """,
        ("$since", since.ToJournal())));

    private static int Set(SqliteConnection connection, string id, MoveStatus move) => connection.Execute(
        """
        INSERT INTO decided_moves (decision_id, guest, target, state, at, migration_id, reasons) VALUES ($id, $guest, $target, $state, $at, $migration, $reasons)
        ON CONFLICT (decision_id, guest) DO UPDATE SET state = $state, at = $at, migration_id = COALESCE($migration, migration_id), reasons = $reasons
        """,
        ("$id", id), ("$guest", move.Guest.ToString()), ("$target", move.To), ("$state", move.State.ToString()), ("$at", move.At.ToJournal()),
        ("$migration", move.MigrationId), ("$reasons", JsonSerializer.Serialize(move.Reasons, DecisionJson.Default.Reasons)));

    private static DecisionEntry Read(SqliteConnection connection, SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        At = row.Time(1)!.Value,
        IsArmed = row.GetInt32(2) != 0,
        Decision = DecisionJson.Read(row.Text(3), DecisionJson.Default.AutopilotDecision),
        Input = DecisionJson.Read(row.Text(4), DecisionJson.Default.DecisionInput),
        Moves = connection.Query(ReadMove, MoveColumns + " WHERE decision_id = $id ORDER BY rowid", ("$id", row.GetString(0))),
    };

    private static MigrationTrace ReadTrace(SqliteDataReader row) => new(
        Guid.Parse(row.GetString(0)),
        new(row.GetString(1), row.GetString(2), Uuid(row.Text(3)), Uuid(row.Text(4))),
        row.Time(5)!.Value,
        row.Time(6),
        row.Time(7),
        row.Text(8) == nameof(MigrationResult.Completed));

    private static Guid? Uuid(string? text) => Guid.TryParse(text, out Guid uuid) ? uuid : null;

    private static MoveStatus ReadMove(SqliteDataReader row) => new(
        Guid.Parse(row.GetString(1)),
        row.GetString(2),
        Enum.Parse<MoveState>(row.GetString(3)),
        row.Time(4)!.Value,
        row.Text(5),
        DecisionJson.Read(row.Text(6), DecisionJson.Default.Reasons) ?? []);
}
