using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Page;

/// <summary>
/// Puts together what the page shows. What moves is in memory already; the past is read from the journal when somebody looks, and at
/// most every few seconds however many look.
/// </summary>
internal sealed class PageReader(
    ISnapshotSource snapshots, IRuleReportSource rules, IAutopilotReportSource autopilot, JournalWatcher watcher, IMigrationJournal journal,
    IDecisionJournal decisions, TimeProvider time) : IDisposable
{
    /// <summary>How many migrations and decisions are shown.</summary>
    public const int Count = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _one = new(1);
    private (PastReading Reading, long At)? _past;

    /// <summary>What there is to show now; a journal that cannot be read is said, and costs only the past.</summary>
    public async Task<PageData> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Past = await PastAsync(cancellationToken),
        Snapshot = snapshots.Latest,
        Rules = RulesDocument.From(rules.Latest),
        Autopilot = AutopilotDocument.From(autopilot.Latest),
        Journal = watcher.Latest,
    };

    /// <summary>One migration with its actions; null when the journal has none of that identifier.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public Task<MigrationData?> FindAsync(string id, CancellationToken cancellationToken) => Task.Run(
        () => journal.Find(id) is { } entry ? new MigrationData(entry, entry.Report?.Actions ?? journal.Actions(id)) : null,
        cancellationToken);

    /// <summary>One decision, by its identifier or by that of a migration that came of it; null when the journal has none.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public Task<DecisionData?> FindDecisionAsync(string id, CancellationToken cancellationToken) => Task.Run(
        () => decisions.Find(id) is { } entry ? new DecisionData(entry, snapshots.Latest.Observations.Keys.ToHashSet()) : null,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<PastReading> PastAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_past is { } past && time.GetElapsedTime(past.At) < Fresh)
                return past.Reading;
            PastReading reading = await Task.Run(Read, cancellationToken);
            _past = (reading, time.GetTimestamp());
            return reading;
        }
        finally
        {
            _one.Release();
        }
    }

    // Another process may hold the file for seconds, so this is not for the thread of a request.
    private PastReading Read()
    {
        try
        {
            return new(
                [.. journal.Latest(Count).Where(e => e.EndedAt is not null)],
                [.. decisions.Latest(Count).Select(DecisionSummaryDocument.From)],
                null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], [], e.Message);
        }
    }
}
