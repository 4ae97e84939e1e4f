using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Runs the migrations of one wave as <see cref="DrainSchedule"/> says, and keeps plans fresh.</summary>
/// <param name="migrator">Migrates.</param>
/// <param name="permit">Asked before each migration.</param>
/// <param name="workflow">Plans again.</param>
/// <param name="planner">Tells what migrations share.</param>
/// <param name="request">The drain.</param>
/// <param name="wave">The guests.</param>
/// <param name="maxAge">Age from which a plan is made again before it is followed.</param>
/// <param name="display">Told of what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class DrainRun(
    IMigrator migrator, DrainPermit permit, MigrationWorkflow workflow, DrainPlanner planner, DrainRequest request, DrainWave wave, TimeSpan maxAge, IDrainDisplay display, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<DrainTurn> _waiting = [.. wave.Turns];
    private readonly Dictionary<DrainTurn, Task> _running = [];
    private (DrainTurn Turn, Task<PlanOutcome?> Plan)? _refreshing;
    private DrainLink _link = wave.Link!;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long the rest takes.</summary>
    public TimeSpan Left()
    {
        lock (_lock)
        {
            return DrainForecast.Of([.. _waiting.Select(t => t.Move)], _link, [.. _running.Keys.Select(Left)]).Total;
        }
    }

    private (DrainMove Move, TimeSpan Sending, TimeSpan Closing) Left(DrainTurn turn)
    {
        (TimeSpan sending, TimeSpan closing) = turn.Left(time.GetElapsedTime(turn.BeganAt));
        return (turn.Move, sending, closing);
    }

    /// <summary>Runs all of them.</summary>
    /// <param name="stop">Lets no further migration begin; those that run are finished.</param>
    /// <param name="abort">Aborts those that run.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        using CancellationTokenSource halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using CancellationTokenRegistration registration = halt.Token.Register(Wake);
        try
        {
            while (_running.Count > 0 || (_waiting.Count > 0 && !halt.IsCancellationRequested))
            {
                // Before the look, so that what happens during it is not slept through.
                Volatile.Write(ref _woken, new(TaskCreationOptions.RunContinuationsAsynchronously));
                if (!halt.IsCancellationRequested && TryBegin(halt, abort))
                    continue;
                await Task.WhenAny([.. _running.Values, .. Refreshing(), _woken.Task]);
                await CollectAsync();
            }
        }
        finally
        {
            // Whatever went wrong, nobody else watches those that run.
            await halt.CancelAsync();
            await Task.WhenAll([.. _running.Values, .. Refreshing()]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Something happened on which the schedule depends.</summary>
    private void Wake() => Volatile.Read(ref _woken).TrySetResult();

    private Task[] Refreshing() => _refreshing is { } refreshing ? [refreshing.Plan] : [];

    /// <summary>Begins the next migration if it is due and its plan fresh; else sees to it that the next plan is.</summary>
    private bool TryBegin(CancellationTokenSource halt, CancellationToken abort)
    {
        DrainMove? due = DrainSchedule.Next([.. _running.Keys.Select(t => (t.Move, t.Sends))], _waiting.Select(t => t.Move), _link);
        DrainTurn? next = _waiting.Find(t => t.Move == due);
        if (next is not null && !IsStale(next))
        {
            next.Begin(time.GetTimestamp());
            lock (_lock)
            {
                _waiting.Remove(next);
                _running[next] = Task.CompletedTask;
            }

            Task migration = MigrateAsync(next, halt, abort);
            lock (_lock)
                _running[next] = migration;
            return true;
        }

        // While others still send, so that the link does not wait for an observation.
        if (_refreshing is null && (next ?? _waiting.Find(IsStale)) is { } stale)
            _refreshing = (stale, PlanAgainAsync(stale, halt.Token));
        return false;
    }

    private bool IsStale(DrainTurn turn) => time.GetElapsedTime(turn.PlannedAt) > maxAge;

    private async Task MigrateAsync(DrainTurn turn, CancellationTokenSource halt, CancellationToken abort)
    {
        if (await permit.ObjectionAsync(turn.Item.Destination!) is { } objection)
        {
            turn.Item.Stay(permit.Lost is null ? DrainResult.Refused : DrainResult.Waiting, objection);
            display.Ended(turn);
            if (permit.Lost is not null)
                await halt.CancelAsync();
            return;
        }

        // It was asked to stop meanwhile.
        if (halt.IsCancellationRequested)
            return;
        display.Began(turn);
        Relay<MigrationProgress> progress = new(reading =>
        {
            bool sent = turn.Sends;
            turn.Progress = reading;
            display.Progressed(turn);
            if (sent && !turn.Sends)
                Wake();
        });
        MigrationReport report = await migrator.MigrateAsync(turn.Item.Plan!, request.Node.Uri, progress, abort);
        turn.Item.End(report, time.GetElapsedTime(turn.BeganAt));
        display.Ended(turn);
        // Nothing more is risked before a person has looked.
        if (report.Result == MigrationResult.Unknown)
            await halt.CancelAsync();
    }

    private async Task<PlanOutcome?> PlanAgainAsync(DrainTurn turn, CancellationToken cancellationToken)
    {
        try
        {
            return await workflow.PlanAsync(request.For(turn.Item.Domain, turn.Item.Destination), null, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No migration begins any more.
            return null;
        }
    }

    /// <summary>Takes in what has ended since.</summary>
    private async Task CollectAsync()
    {
        foreach ((DrainTurn turn, Task task) in _running.Where(r => r.Value.IsCompleted).ToArray())
        {
            lock (_lock)
                _running.Remove(turn);
            await task;
            if (turn.Item.Result == DrainResult.Moved && turn.Item.Plan is { Link.IsMeasured: false })
                Learn(turn);
        }

        if (_refreshing is { Plan.IsCompleted: true } refreshed)
        {
            _refreshing = null;
            if (await refreshed.Plan is { } outcome)
                TakeIn(refreshed.Turn, outcome.Plan, time.GetTimestamp());
        }
    }

    /// <summary>The first migration over a link that was assumed has shown what it gives: the plans of the others rest on that now.</summary>
    private void Learn(DrainTurn first)
    {
        foreach (DrainTurn turn in _waiting.Where(t => t.Item.Destination == first.Item.Destination && t.Item.Plan is { Link.IsMeasured: false }).ToArray())
            TakeIn(turn, workflow.PlanAgain(turn.Input, request.Node.Uri), turn.PlannedAt);
        lock (_lock)
        {
            if (_waiting.Count > 0)
                _link = planner.Link(request, [.. _waiting, .. _running.Keys]);
        }
    }

    private void TakeIn(DrainTurn turn, MigrationPlan plan, long observedAt)
    {
        if (plan.Go)
        {
            turn.Renew(plan, observedAt);
            return;
        }

        lock (_lock)
            _waiting.Remove(turn);
        turn.Item.Stay(DrainResult.Refused, plan.Reasons);
        display.Ended(turn);
    }
}
