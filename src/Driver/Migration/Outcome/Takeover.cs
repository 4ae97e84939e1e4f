using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>An abandoned migration in the hands of this process: its entry, the guest's lock, and what was and is done to it.</summary>
internal sealed class Takeover : IAsyncDisposable
{
    // One that cannot be settled is tried for as long as it takes; the journal keeps all.
    private const int ActionsShown = 100;

    private readonly IMigrationJournal _journal;
    private readonly TimeProvider _timeProvider;
    private readonly List<MigrationAction> _actions;

    public Takeover(JournalEntry entry, GuestLock held, IMigrationJournal journal, TimeProvider timeProvider)
    {
        (Entry, Lock, _journal, _timeProvider) = (entry, held, journal, timeProvider);
        _actions = [.. journal.Actions(entry.Id)];
        PostCopyBegan = Last(StartPostCopy.Name) > Last($"{StartPostCopy.Name}-failed");
        BothRan = Last(Settlement.Name(SettlementStep.PauseSource)) >= 0;
    }

    /// <summary>The migration.</summary>
    public JournalEntry Entry { get; }

    /// <summary>The guest's lock.</summary>
    public GuestLock Lock { get; }

    /// <summary>Its ends.</summary>
    public TransferEnds Ends => new(Entry.SourceUri, Entry.DestinationUri, Entry.Domain.Uuid, Entry.Before?.Request);

    /// <summary>Whether post-copy was asked for and not refused.</summary>
    public bool PostCopyBegan { get; }

    /// <summary>Whether both nodes were once found running the guest.</summary>
    public bool BothRan { get; }

    /// <summary>Whether the guest stood still before.</summary>
    public bool WasPaused => Entry.Before?.WasPaused ?? Entry.Plan?.Observation is { IsRunning: false };

    /// <summary>What was done so far, by whoever ran it before too.</summary>
    public IReadOnlyList<MigrationAction> Actions => [.. _actions.TakeLast(ActionsShown)];

    /// <summary>Records an action about to be taken.</summary>
    public void Act(string action, string reason)
    {
        MigrationAction taken = new(_timeProvider.GetUtcNow() - Entry.StartedAt, action, reason);
        _actions.Add(taken);
        _journal.RecordAction(Entry.Id, taken);
    }

    /// <summary>Asks the lock's store whether an action may be taken, and records it or its refusal.</summary>
    /// <returns>Why it must not be taken; null when it may.</returns>
    public async Task<Reason?> PermitAsync(string action, string why)
    {
        Reason? objection = await Lock.ConfirmAsync();
        Act(objection is null ? action : $"{action}-refused", objection?.Message ?? why);
        return objection;
    }

    /// <summary>Gives the lock back.</summary>
    public ValueTask DisposeAsync() => Lock.DisposeAsync();

    private int Last(string action) => _actions.FindLastIndex(a => a.Action == action);
}
