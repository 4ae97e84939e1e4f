using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration;

/// <summary>Remembers migrations across crashes: written before each step, read by status, history and metrics.</summary>
/// <remarks>Several processes may use one journal at a time. Members throw <see cref="IOException"/> when it cannot be read or written.</remarks>
public interface IMigrationJournal
{
    /// <summary>Records a migration before anything is done, and gives it its identifier.</summary>
    string Begin(MigrationPlan plan, string sourceUri, DateTimeOffset at);

    /// <summary>Records the fencing token of the guest lock that a migration runs under.</summary>
    void RecordLock(string id, long token);

    /// <summary>Records how things are before anything is changed.</summary>
    void RecordBefore(string id, BeforeTransfer before);

    /// <summary>Records that a phase is about to be entered.</summary>
    void EnterPhase(string id, MigrationPhase phase, DateTimeOffset at);

    /// <summary>Records an action about to be taken.</summary>
    void RecordAction(string id, MigrationAction action);

    /// <summary>Records how far the transfer is, at most about once a second.</summary>
    void RecordProgress(string id, MigrationProgress progress, DateTimeOffset at);

    /// <summary>Records the end. A result that is unknown leaves the entry open until it is settled or closed, and never undoes an end.</summary>
    void Finish(MigrationReport report, DateTimeOffset at);

    /// <summary>Ends an entry whose result stays unknown.</summary>
    void Close(string id, DateTimeOffset at);

    /// <summary>The entry of one migration, or null.</summary>
    JournalEntry? Find(string id);

    /// <summary>Actions of one migration, in order.</summary>
    IReadOnlyList<MigrationAction> Actions(string id);

    /// <summary>Migrations that were begun and not finished, those whose result is unknown among them.</summary>
    IReadOnlyList<JournalEntry> Unfinished();

    /// <summary>The latest migration of a guest whose transfer began, or null.</summary>
    JournalEntry? LatestTransfer(Guid guest);

    /// <summary>The latest migrations, newest first.</summary>
    IReadOnlyList<JournalEntry> Latest(int count);
}
