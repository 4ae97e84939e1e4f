using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Watching;

/// <summary>Judges the rules at each tick of the sampler, says once what changed, and moves nothing.</summary>
internal sealed partial class RuleWatcher(
    ISnapshotSource snapshots, IRuleSource rules, SignalReader signals, ILogger<RuleWatcher> logger) : BackgroundService, IRuleReportSource
{
    private RuleBook _book = RuleBook.Empty;
    private RuleReport _latest = RuleReport.Empty;

    /// <inheritdoc/>
    public RuleReport Latest => Volatile.Read(ref _latest);

    /// <summary>One tick: reads the signals that rules need and judges.</summary>
    internal void Tick(NodeSnapshot snapshot)
    {
        IReadOnlyList<Rule> current = rules.Current;
        SignalSample sample = signals.Read(snapshot, current.Select(rule => rule.Signal).ToHashSet());
        _book = _book.Next(current, sample);
        RuleReport before = Latest;
        Volatile.Write(ref _latest, new(sample, _book.Statuses));
        RuleChanges.Between(before, Latest).ForEach(LogChange);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A tick that was missed is made up by the next one.
        Channel<NodeSnapshot> ticks = Channel.CreateBounded<NodeSnapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        void Take(NodeSnapshot snapshot) => ticks.Writer.TryWrite(snapshot);
        snapshots.Published += Take;
        try
        {
            await foreach (NodeSnapshot snapshot in ticks.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
                TryTick(snapshot);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            snapshots.Published -= Take;
        }
    }

    private void TryTick(NodeSnapshot snapshot)
    {
        try
        {
            Tick(snapshot);
        }
        catch (Exception exception)
        {
            // The watcher outlives whatever a tick meets; readings that do not renew become stale.
            LogTickFailed(exception);
        }
    }

    private void LogChange(RuleChange change)
    {
        string subject = change.Status.Guest is { } guest ? $"guest {guest.Name}" : "node";
        RuleStatus status = change.Status;
        switch (change.Kind)
        {
            case RuleChangeKind.Raised:
                LogRaised(status.Rule.Name, subject, status.State.Name(), status.Rule.Resource, status.Rule.Severity.Name(), status.Reason.Code, status.Reason.Message);
                break;
            case RuleChangeKind.Cleared:
                LogCleared(status.Rule.Name, subject, status.Rule.Resource, status.Reason.Message);
                break;
            case RuleChangeKind.Dropped:
                LogDropped(status.Rule.Name, subject, status.Rule.Resource);
                break;
            case RuleChangeKind.WentStale:
                LogStale(status.Rule.Name, subject, status.Rule.Signal, status.State.Name());
                break;
            case RuleChangeKind.CameBack:
                LogCameBack(status.Rule.Name, subject, status.Rule.Signal);
                break;
            case RuleChangeKind.Silent:
                LogSilent(status.Rule.Name, subject, status.Rule.Signal);
                break;
            default:
                LogMoved(status.Rule.Name, subject, status.State, status.Reason.Message);
                break;
        }
    }
}
