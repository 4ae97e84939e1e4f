using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>Runs decided moves, so many at a time from or to a node, and records what becomes of each.</summary>
internal sealed partial class MoveRunner(
    ISingleMove single, IDecisionJournal journal, AutopilotCounters counters, IMembership membership, IOptionsMonitor<AutopilotOptions> options, TimeProvider time, ILogger<MoveRunner> logger)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<QueuedMove> _moves = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Says whether what a node's moves were decided for still holds; asked before each that had to wait.</summary>
    public Func<string, bool> IsNeeded { get; set; } = _ => true;

    /// <summary>Whether it was asked to stop, and begins nothing any more.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Moves that wait or run.</summary>
    public IReadOnlyList<DecidedMove> UnderWay
    {
        get
        {
            lock (_lock)
                return [.. _moves.Select(m => m.Move)];
        }
    }

    /// <summary>Takes over the moves of a decision; returns at once.</summary>
    public void Begin(string decisionId, IEnumerable<DecidedMove> moves)
    {
        lock (_lock)
            _moves.AddRange(moves.Select(m => new QueuedMove(decisionId, m)));
        StartNext();
    }

    /// <summary>Aborts what runs, drops what waits, and returns when it is established where every guest is.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        while (Running() is { Length: > 0 } running)
        {
            LogStopping(running.Length);
            await Task.WhenAll(running);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private Task[] Running()
    {
        StartNext();
        lock (_lock)
            return [.. _moves.Select(m => m.Run).OfType<Task>()];
    }

    private void StartNext()
    {
        lock (_lock)
        {
            foreach (QueuedMove move in _moves.Where(m => m.Run is null).ToArray())
            {
                if (IsStopping || (IsFree(move.Move.From) && IsFree(move.Move.To)))
                    move.Run = Task.Run(() => RunAsync(move));
            }
        }
    }

    private bool IsFree(string node) => _moves.Count(m => m.Run is not null && m.Concerns(node)) < options.CurrentValue.MovesPerNode;

    private async Task RunAsync(QueuedMove queued)
    {
        try
        {
            MoveStatus end = Objection(queued.Move) is { } reason
                ? Status(queued.Move, MoveState.Dropped, null, [reason])
                : await MoveAsync(queued);
            Record(queued, end);
            counters.Count(end.State);
            (string state, string why) = (end.State.Name(), string.Join("; ", end.Reasons.Select(r => $"{r.Message} ({r.Code})")));
            LogEnd(queued.Move.Guest.Name, queued.Move.From, queued.Move.To, state, why);
        }
        finally
        {
            lock (_lock)
                _moves.Remove(queued);
        }

        StartNext();
    }

    private Reason? Objection(DecidedMove move) =>
        IsStopping ? new(ReasonCodes.ServiceStopping, "the service was asked to end before the move began")
        : !options.CurrentValue.Armed ? new(ReasonCodes.NotArmed, "the autopilot was disarmed before the move began")
        : !membership.IsLeader ? new(ReasonCodes.NotLeader, "another service of the fleet decides now")
        : !IsNeeded(move.From) ? new(ReasonCodes.CauseGone, $"{move.From} needs no relief any more")
        : null;

    private async Task<MoveStatus> MoveAsync(QueuedMove queued)
    {
        DecidedMove move = queued.Move;
        if (!Record(queued, Status(move, MoveState.Running, null, [])))
            return Status(move, MoveState.Dropped, null, [new(ReasonCodes.MigrationError, "the journal cannot be written")]);
        try
        {
            return await single.RunAsync(move, _stop.Token);
        }
        catch (Exception e)
        {
            // Only a defect comes here: expected failures are results. The migration's own record says how far it came.
            LogFailed(move.Guest.Name, e);
            return Status(move, MoveState.Unknown, null, [new(ReasonCodes.MigrationError, e.Message)]);
        }
    }

    private MoveStatus Status(DecidedMove move, MoveState state, string? migrationId, IReadOnlyList<Reason> reasons) =>
        new(move.Guest.Uuid, move.To, state, time.GetUtcNow(), migrationId, reasons);

    private bool Record(QueuedMove queued, MoveStatus status)
    {
        try
        {
            journal.Set(queued.DecisionId, status);
            return true;
        }
        catch (IOException e)
        {
            LogJournal(e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Autopilot: moving {Guest} from {From} to {To}: {State} {Why}")]
    private partial void LogEnd(string guest, string from, string to, string state, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Autopilot: moving {Guest} failed")]
    private partial void LogFailed(string guest, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Autopilot: what became of a move cannot be recorded: {Error}")]
    private partial void LogJournal(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Autopilot: {Count} moves are being aborted; the service ends when it is established where the guests are")]
    private partial void LogStopping(int count);
}
