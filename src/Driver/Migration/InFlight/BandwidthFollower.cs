using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Keeps one migration's place in the link's budget: joins before the transfer, looks once a second, leaves at the end.</summary>
/// <remarks>The ledger lies on a disk, so it is asked on a thread of its own, never by whoever reads the transfer.</remarks>
internal sealed class BandwidthFollower(
    IBandwidthLedger ledger, string id, MigrationPlan plan, MigrationParameters parameters, MigrationOptions options,
    TimeProvider timeProvider, Action<string, string> log) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BytesPerSecond? _budget =
        options.BandwidthBudgetMebibytesPerSecond is { } budget ? BytesPerSecond.FromMebibytes(budget) : null;

    private Task<BandwidthShare?> _looking = Task.FromResult<BandwidthShare?>(null);
    private BytesPerSecond? _lookingWith;
    private long _lookedAt;
    private bool _failed;

    /// <summary>The share, as last looked up; null without a budget.</summary>
    public BandwidthShare? Share { get; private set; }

    /// <summary>The cap that <see cref="Share"/> was looked up with.</summary>
    public BytesPerSecond? LookedUpWith { get; private set; }

    /// <summary>Joins.</summary>
    /// <returns>The rate to begin with; null without a budget, or when the ledger cannot be read: a migration is not refused for that.</returns>
    public async Task<BytesPerSecond?> JoinAsync()
    {
        Look(parameters.Bandwidth);
        await _looking;
        TakeIn();
        return Share?.Granted;
    }

    /// <summary>Takes in what the last look found, and begins another once a second.</summary>
    /// <param name="cap">The most that the migration takes now.</param>
    public void Follow(BytesPerSecond? cap)
    {
        if (_budget is null || !_looking.IsCompletedSuccessfully)
            return;
        TakeIn();
        if (timeProvider.GetElapsedTime(_lookedAt) >= Interval)
            Look(cap);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_budget is null)
            return;
        await _looking;
        try
        {
            await Task.Run(() => ledger.Leave(id));
        }
        catch (IOException e)
        {
            // The claim lapses by itself.
            log(id, e.Message);
        }
    }

    private void TakeIn()
    {
        if (_looking.Result is { } found)
            (Share, LookedUpWith) = (found, _lookingWith);
    }

    private void Look(BytesPerSecond? cap)
    {
        if (_budget is not { } budget)
            return;
        _lookingWith = cap;
        _lookedAt = timeProvider.GetTimestamp();
        _looking = Task.Run(() =>
        {
            try
            {
                BandwidthShare share = ledger.Renew(id, plan.Source, cap, budget, timeProvider.GetUtcNow());
                _failed = false;
                return (BandwidthShare?)share;
            }
            catch (IOException e)
            {
                if (!_failed)
                    log(id, e.Message);
                _failed = true;
                return null;
            }
        });
    }
}
