using Microsoft.Extensions.Options;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Reads from ShadowMig's journal what <c>shadowmig status</c> would show of the migration in flight.</summary>
internal sealed class ForecastMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private readonly SqliteMigrationJournal _journal;
    private readonly string _guest;
    private readonly Task _watching;
    private readonly List<ForecastSeen> _forecasts = [];

    public ForecastMonitor(string journalPath, string guest)
    {
        _journal = new SqliteMigrationJournal(new JournalDatabase(Options.Create(new MigrationOptions { JournalPath = journalPath })));
        _guest = guest;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>In the order of time; complete once disposed.</summary>
    public IReadOnlyList<ForecastSeen> Forecasts => _forecasts;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        // An entry that an earlier run left unfinished is not this run's.
        HashSet<string> old = [.. Unfinished().Select(e => e.Id)];
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Poll);
            if (Unfinished().FirstOrDefault(e => e.Domain.Name == _guest && !old.Contains(e.Id)) is { Progress: { } progress }
                && progress.Elapsed.TotalSeconds is > 0 and var at && (_forecasts.Count == 0 || at > _forecasts[^1].AtSeconds))
                _forecasts.Add(new ForecastSeen(at, progress.Remaining?.TotalSeconds));
        }
    }

    private IReadOnlyList<JournalEntry> Unfinished()
    {
        try
        {
            return _journal.Unfinished();
        }
        catch (IOException)
        {
            // ShadowMig writes at this moment: the next look will do.
            return [];
        }
    }
}
