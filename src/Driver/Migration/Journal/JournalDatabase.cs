using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>The journal's SQLite file: made when missing, readable by its owner only, shared by several processes.</summary>
/// <remarks>Write-ahead log, so that readers do not stop a writer; synchronous=FULL, since a step follows each record.</remarks>
public sealed class JournalDatabase(IOptions<MigrationOptions> options)
{
    // Each brings a file from the version that is its index to the next; released ones are never changed.
    private static readonly string[] SchemaSteps = [FirstSchema, BandwidthClaims, Cordons, CancelRequests, GuestLocks, Decisions, BeforeTransfers, Drains];

    private const string FirstSchema = """
        CREATE TABLE migrations (
            id TEXT PRIMARY KEY,
            domain_name TEXT NOT NULL,
            domain_uuid TEXT NOT NULL,
            source_uri TEXT NOT NULL,
            destination_uri TEXT NOT NULL,
            strategy TEXT NOT NULL,
            started_at TEXT NOT NULL,
            phase INTEGER NOT NULL DEFAULT 0,
            progress_at TEXT,
            progress TEXT,
            ended_at TEXT,
            result TEXT,
            plan TEXT NOT NULL,
            report TEXT
        ) STRICT;
        CREATE INDEX migrations_by_start ON migrations (started_at);
        CREATE TABLE phases (
            migration_id TEXT NOT NULL REFERENCES migrations (id),
            phase INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE actions (
            migration_id TEXT NOT NULL REFERENCES migrations (id),
            at_seconds REAL NOT NULL,
            action TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE TABLE reservations (
            migration_id TEXT PRIMARY KEY,
            destination TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            released_at TEXT
        ) STRICT;
        """;

    private const string BandwidthClaims = """
        CREATE TABLE bandwidth_claims (
            migration_id TEXT PRIMARY KEY,
            link TEXT NOT NULL,
            cap REAL,
            renewed_at TEXT NOT NULL
        ) STRICT;
        """;

    private const string Cordons = """
        CREATE TABLE cordons (
            node TEXT PRIMARY KEY,
            reason TEXT,
            at TEXT NOT NULL
        ) STRICT;
        """;

    private const string CancelRequests = """
        CREATE TABLE cancel_requests (
            migration_id TEXT PRIMARY KEY,
            requested_at TEXT NOT NULL,
            answered_at TEXT
        ) STRICT;
        """;

    // AUTOINCREMENT never gives a number again, which is what a fencing token must be.
    private const string GuestLocks = """
        CREATE TABLE guest_locks (
            token INTEGER PRIMARY KEY AUTOINCREMENT,
            guest TEXT NOT NULL UNIQUE,
            guest_name TEXT NOT NULL,
            migration_id TEXT NOT NULL,
            holder TEXT NOT NULL,
            source TEXT NOT NULL,
            destination TEXT NOT NULL,
            taken_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        ) STRICT;
        ALTER TABLE migrations ADD COLUMN lock_token INTEGER;
        """;

    private const string Decisions = """
        CREATE TABLE decisions (
            id TEXT PRIMARY KEY,
            at TEXT NOT NULL,
            armed INTEGER NOT NULL,
            input TEXT NOT NULL,
            decision TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decisions_by_time ON decisions (at);
        CREATE TABLE decided_moves (
            decision_id TEXT NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
            guest TEXT NOT NULL,
            target TEXT NOT NULL,
            state TEXT NOT NULL,
            at TEXT NOT NULL,
            migration_id TEXT,
            reasons TEXT,
            PRIMARY KEY (decision_id, guest)
        ) STRICT;
        CREATE INDEX decided_moves_by_time ON decided_moves (at);
        CREATE INDEX decided_moves_by_migration ON decided_moves (migration_id);
        """;

    private const string BeforeTransfers = "ALTER TABLE migrations ADD COLUMN before_transfer TEXT";

    private const string Drains = """
        CREATE TABLE drains (
            token INTEGER PRIMARY KEY AUTOINCREMENT,
            node TEXT NOT NULL UNIQUE,
            holder TEXT NOT NULL,
            taken_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        ) STRICT;
        """;

    private readonly string _path = options.Value.JournalPath;
    private readonly Lock _gate = new();
    private bool _ready;

    /// <summary>Runs statements on a connection of their own.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or is damaged; the message says which.</exception>
    public T Use<T>(Func<SqliteConnection, T> statements)
    {
        try
        {
            Prepare();
            using SqliteConnection connection = Open();
            return statements(connection);
        }
        catch (SqliteException e)
        {
            throw Describe(e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"the journal {_path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Runs statements like <see cref="Use"/>, off the caller's thread: another process may hold the file for seconds.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or is damaged; the message says which.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; the statements may still run.</exception>
    public Task<T> UseAsync<T>(Func<SqliteConnection, T> statements, CancellationToken cancellationToken) =>
        Task.Run(() => Use(statements), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Runs statements like <see cref="Write"/>, off the caller's thread: another process may hold the file for seconds.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or is damaged; the message says which.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; the statements may still run.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> statements, CancellationToken cancellationToken) =>
        Task.Run(() => Write(statements), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Runs statements in one transaction that no other process writes into.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or is damaged; the message says which.</exception>
    public T Write<T>(Func<SqliteConnection, T> statements) => Use(connection =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        T result = statements(connection);
        transaction.Commit();
        return result;
    });

    private void Prepare()
    {
        lock (_gate)
        {
            if (_ready)
                return;
            CreateFile();
            using SqliteConnection connection = Open();
            connection.Execute("PRAGMA journal_mode = WAL");
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            long version = connection.Scalar("PRAGMA user_version");
            if (version > SchemaSteps.Length)
                throw new IOException($"the journal {_path} was written by a newer version (schema {version}, this one knows {SchemaSteps.Length})");
            foreach (string step in SchemaSteps.Skip((int)version))
                connection.Execute(step);
            if (version < SchemaSteps.Length)
                connection.SetSchemaVersion(SchemaSteps.Length);
            transaction.Commit();
            _ready = true;
        }
    }

    private void CreateFile()
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("libvirt hosts are Linux");
        string folder = Path.GetDirectoryName(Path.GetFullPath(_path))!;
        if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (File.Exists(_path))
            return;
        using FileStream file = new(_path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, DefaultTimeout = 10 }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // 11 is SQLITE_CORRUPT, 26 is SQLITE_NOTADB.
    private IOException Describe(SqliteException error) => error.SqliteErrorCode is 11 or 26
        ? Damaged(error)
        : new($"the journal {_path} cannot be used: {error.Message}", error);

    private IOException Damaged(Exception error) => new($"the journal {_path} is damaged ({error.Message}); move it away to start a new one", error);
}
