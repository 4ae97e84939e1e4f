using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Benchmarks.Replay;

/// <summary>What a journal held at some moment, to be read only.</summary>
/// <param name="newestFirst">Its migrations.</param>
internal sealed class PastJournal(IReadOnlyList<JournalEntry> newestFirst) : IMigrationJournal
{
    public IReadOnlyList<JournalEntry> Latest(int count) => [.. newestFirst.Take(count)];

    public JournalEntry? Find(string id) => newestFirst.FirstOrDefault(e => e.Id == id);

    public IReadOnlyList<JournalEntry> Unfinished() => [];

    public IReadOnlyList<MigrationAction> Actions(string id) => [];

    public JournalEntry? LatestTransfer(Guid guest) => newestFirst.FirstOrDefault(e => e.Domain.Uuid == guest && e.HasTransferBegun);

    public string Begin(MigrationPlan plan, string sourceUri, DateTimeOffset at) => throw Past();

    public void RecordLock(string id, long token) => throw Past();

    public void RecordBefore(string id, BeforeTransfer before) => throw Past();

    public void EnterPhase(string id, MigrationPhase phase, DateTimeOffset at) => throw Past();

    public void RecordAction(string id, MigrationAction action) => throw Past();

    public void RecordProgress(string id, MigrationProgress progress, DateTimeOffset at) => throw Past();

    public void Finish(MigrationReport report, DateTimeOffset at) => throw Past();

    public void Close(string id, DateTimeOffset at) => throw Past();

    private static NotSupportedException Past() => new("the past is not written");
}
