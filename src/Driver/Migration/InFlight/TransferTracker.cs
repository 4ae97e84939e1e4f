using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Puts events and readings of one transfer together: which phase it is in, and what is known of it.</summary>
/// <param name="clock">Times the phases.</param>
/// <param name="sinceStart">A moment as time since the transfer began.</param>
/// <param name="wasPaused">The guest was paused before, so a pause says nothing.</param>
internal sealed class TransferTracker(PhaseClock clock, Func<DateTimeOffset, TimeSpan> sinceStart, bool wasPaused)
{
    // Decisions look at the last minutes; rounds keep the rest.
    private const int ReadingsKept = 600;

    // virDomainEventSuspendedDetailType, virDomainEventResumedDetailType.
    private const int SuspendedMigrated = 1;
    private const int SuspendedPostCopy = 7;
    private const int SuspendedPostCopyFailed = 8;

    private readonly List<TransferReading> _readings = [];
    private readonly RoundLog _rounds = new();
    private Task<bool>? _postCopy;
    private bool _seenPostCopy;

    /// <summary>Whether the switch-over has begun.</summary>
    public bool IsSwitchingOver { get; private set; }

    /// <summary>Whether post-copy has begun, or may have.</summary>
    public bool InPostCopy => _seenPostCopy || _postCopy is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Statistics of the completed job; null until its event.</summary>
    public DomainJobStatistics? Completed { get; private set; }

    /// <summary>The latest readings, oldest first.</summary>
    public IReadOnlyList<TransferReading> Readings => _readings;

    /// <summary>Post-copy was asked for; counts from the moment libvirt agreed.</summary>
    public void PostCopyAsked(Task<bool> answer) => _postCopy = answer;

    /// <summary>Takes an event in.</summary>
    public void See(LibvirtEvent happened)
    {
        switch (happened)
        {
            case MigrationIterationEvent iteration:
                _rounds.See(iteration.Iteration, sinceStart(iteration.At));
                break;
            case JobCompletedEvent completed:
                Completed = completed.Statistics;
                _rounds.See(new TransferReading(sinceStart(completed.At), new(DomainState.None, 0), completed.Statistics));
                clock.Enter(MigrationPhase.Commitment, completed.At);
                break;
            case LifecycleEvent { Type: DomainLifecycle.Suspended, Detail: SuspendedPostCopy or SuspendedPostCopyFailed } suspended:
                _seenPostCopy = true;
                SwitchOver(suspended.At);
                break;
            case LifecycleEvent { Type: DomainLifecycle.Suspended, Detail: SuspendedMigrated } suspended when !wasPaused:
                SwitchOver(suspended.At);
                break;
            case LifecycleEvent { Type: DomainLifecycle.Stopped } stopped when IsSwitchingOver || wasPaused:
                clock.Enter(MigrationPhase.Commitment, stopped.At);
                break;
            case TargetEvent { Inner: { Type: DomainLifecycle.Resumed } resumed }:
                // The target runs: what was the source's to send while the guest stood still has arrived.
                IsSwitchingOver = true;
                clock.Enter(MigrationPhase.Commitment, resumed.At);
                break;
        }
    }

    /// <summary>Takes a reading in; it stands in for an event that got lost.</summary>
    public void See(TransferReading reading)
    {
        _readings.Add(reading);
        if (_readings.Count > ReadingsKept)
            _readings.RemoveAt(0);
        _rounds.See(reading);
        if (reading.State.IsPausedForPostCopy || reading.State.IsPausedForPostCopyFailure)
            _seenPostCopy = true;
        if (_seenPostCopy || (reading.State.IsPausedForMigration && !wasPaused))
            SwitchOver(null);
    }

    /// <summary>Rounds as they were, once nothing follows any more.</summary>
    public IReadOnlyList<TransferRound> EndRounds()
    {
        _rounds.Complete();
        return [.. _rounds.Rounds.Select(r => r.ToTransferRound())];
    }

    /// <summary>What a controller decides on, but for what was done to the transfer.</summary>
    public InFlightState State(MigrationPlan plan, MigrationParameters parameters, TimeSpan elapsed, MigrationRequest request) => new()
    {
        Plan = plan,
        Parameters = parameters,
        Elapsed = elapsed,
        CanStartPostCopy = request.Flags.HasFlag(MigrationFlags.PostCopy) && _postCopy is null or { IsCompletedSuccessfully: true, Result: false },
        InPostCopy = InPostCopy,
        IsSwitchingOver = IsSwitchingOver,
        Round = _rounds.Iteration,
        Readings = [.. _readings],
        Rounds = [.. _rounds.Rounds],
        RoundsOver = _rounds.Count,
        RoundStartedAt = _rounds.RoundStartedAt,
    };

    private void SwitchOver(DateTimeOffset? at)
    {
        IsSwitchingOver = true;
        clock.Enter(MigrationPhase.StopAndCopy, at);
    }
}
