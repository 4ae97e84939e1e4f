using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Watching;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>The paper's loop: looks at the fleet, finds overload, decides, records, and where it is armed moves guests.</summary>
internal sealed partial class AutopilotService(
    IFleetSource fleet, IRuleReportSource rules, DecisionAssembler assembler, IDecisionJournal journal, MoveRunner runner, AutopilotCounters counters,
    IMembership membership, IOptionsMonitor<AutopilotOptions> options, IOptionsMonitor<MonitoringOptions> monitoring, TimeProvider time,
    ILogger<AutopilotService> logger)
    : BackgroundService, IAutopilotReportSource
{
    private LoadBook _book = LoadBook.Empty;
    private AutopilotReport _latest = AutopilotReport.Empty;
    private HashSet<string> _toRelieve = [];
    private string _signature = "";
    private bool _isTidy, _journalFails;
    private (string Id, DateTimeOffset At, DecisionOutcome Outcome)? _recorded;

    /// <inheritdoc/>
    public AutopilotReport Latest => Volatile.Read(ref _latest);

    /// <summary>One look.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        AutopilotOptions current = options.CurrentValue;
        if (Latest.At is null || Latest.IsArmed != current.Armed)
            LogArmed(current.Armed ? "armed" : "not armed: it records what it would do and moves nothing");
        IReadOnlyList<FleetNodeSample> nodes = fleet.Latest;
        DateTimeOffset now = time.GetUtcNow();
        _book = _book.Next(
            nodes.Select(n => (n.Node.Name, n.Load, n.At)), AutopilotRule.From(current), now, monitoring.CurrentValue.EffectiveStaleAfter);
        NodeCause[] causes = [.. _book.Statuses.Concat(LocalRules(nodes)).Select(s => CauseList.From(s.Node, s.Status)).OfType<NodeCause>()];
        Volatile.Write(ref _toRelieve, [.. causes.Where(c => c is { IsInEffect: true, IsStale: false }).Select(c => c.Node)]);

        AutopilotDecision decision = AutopilotDecision.Nothing;
        // Of the services of one fleet, the elected one decides.
        if (causes.Any(c => c.IsInEffect) && membership.IsLeader)
            decision = await DecideAsync(nodes, causes, current, cancellationToken);
        else
            (_signature, decision) = ("", causes.Length > 0 ? decision with { Outcome = DecisionOutcome.Pending } : decision);
        Volatile.Write(ref _latest, new()
        {
            At = now,
            IsArmed = current.Armed,
            Nodes = nodes,
            Loads = _book.Statuses,
            Decision = decision,
            UnderWay = runner.UnderWay,
            Recorded = _recorded,
        });
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        runner.IsNeeded = node => Volatile.Read(ref _toRelieve).Contains(node);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryTickAsync(stoppingToken);
                await Task.Delay(monitoring.CurrentValue.SamplePeriod, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; the moves are the runner's.
        }
    }

    private async Task<AutopilotDecision> DecideAsync(
        IReadOnlyList<FleetNodeSample> nodes, NodeCause[] causes, AutopilotOptions current, CancellationToken cancellationToken)
    {
        DecisionInput input = await assembler.BuildAsync(nodes, causes, cancellationToken);
        AutopilotDecision decision = Decider.Decide(input);
        bool moves = current.Armed && !runner.IsStopping && decision.Outcome == DecisionOutcome.Move;
        if (!moves && (decision.Signature.Length == 0 || decision.Signature == _signature))
            return decision;

        string id = journal.Add(input, decision, current.Armed, current.Decisions);
        (_signature, _recorded) = (decision.Signature, (id, input.At, decision.Outcome));
        counters.Count(decision.Outcome);
        (string outcome, string why) = (decision.Outcome.Name(), Explain(decision));
        LogDecided(id, outcome, why);
        if (moves)
            runner.Begin(id, decision.AllMoves);
        return decision;
    }

    private IEnumerable<(string Node, RuleStatus Status)> LocalRules(IReadOnlyList<FleetNodeSample> nodes)
    {
        RuleReport report = rules.Latest;
        string? node = report.Sample?.Node is { } host ? nodes.FirstOrDefault(n => n.Capabilities?.HostName == host)?.Node.Name : null;
        return node is null ? [] : report.Statuses.Select(s => (node, s));
    }

    private static string Explain(AutopilotDecision decision) => string.Join("; ", decision.Findings.SelectMany(f => f.Moves.Count > 0
        ? f.Moves.Select(m => $"{m.Guest.Name} from {m.From} to {m.To}: {m.Reason.Message}")
        : f.Reasons.Select(r => $"{f.Node}: {r.Message} ({r.Code})")));

    private async Task TryTickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isTidy)
                journal.CloseLeftBehind(time.GetUtcNow());
            _isTidy = true;
            await TickAsync(cancellationToken);
            _journalFails = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (IOException exception)
        {
            if (!_journalFails)
                LogJournal(exception.Message);
            _journalFails = true;
        }
        catch (Exception exception)
        {
            // The autopilot outlives whatever a look meets; it decides nothing by half of it.
            LogTickFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The autopilot watches the fleet, {Armed}")]
    private partial void LogArmed(string armed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Autopilot decision {Id}: {Outcome}: {Why}")]
    private partial void LogDecided(string id, string outcome, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The autopilot moves nothing, since the journal cannot be used: {Error}")]
    private partial void LogJournal(string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A look of the autopilot failed")]
    private partial void LogTickFailed(Exception exception);
}
