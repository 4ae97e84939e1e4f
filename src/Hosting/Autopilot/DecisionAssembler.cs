using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>Puts together all that a decision rests on.</summary>
internal sealed class DecisionAssembler(
    IFleetSource fleet, ICordonBook cordons, IDrainBook drains, IReservationBook reservations, IDecisionJournal journal, MoveRunner runner, MoveForecaster forecaster,
    IOptionsMonitor<AutopilotOptions> options, IOptionsMonitor<MonitoringOptions> monitoring, IOptionsMonitor<SelectionOptions> selection, TimeProvider time)
{
    private static readonly TimeSpan LongestMigration = TimeSpan.FromHours(1);

    /// <summary>The input of a decision.</summary>
    /// <param name="nodes">The fleet.</param>
    /// <param name="causes">Why guests may have to leave nodes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public async Task<DecisionInput> BuildAsync(
        IReadOnlyList<FleetNodeSample> nodes, IReadOnlyList<NodeCause> causes, CancellationToken cancellationToken)
    {
        // Before guests are asked after: with many of them that takes seconds, by which their readings would seem older than they are.
        DateTimeOffset now = time.GetUtcNow();
        string[] toRelieve = [.. causes.Where(c => c.IsInEffect).Select(c => c.Node).Distinct()];
        IReadOnlyDictionary<Guid, bool>[] told = await Task.WhenAll(toRelieve.Select(n => fleet.FindBusyAsync(n, cancellationToken)));
        Dictionary<string, IReadOnlyDictionary<Guid, bool>> busy = toRelieve.Zip(told).ToDictionary(p => p.First, p => p.Second);
        HashSet<string> cordoned = [.. (await cordons.AllAsync(cancellationToken)).Select(c => c.Node)];
        HashSet<string> draining = [.. (await drains.StandingAsync(cancellationToken)).Select(d => d.Node)];
        IReadOnlyDictionary<Guid, ByteCount> reserved = await reservations.StandingAsync(now, cancellationToken);
        DecisionSettings settings = Settings();
        return new()
        {
            At = now,
            Nodes =
            [
                .. nodes.Select(n => Node(n, nodes, busy.GetValueOrDefault(n.Node.Name)) with
                {
                    IsCordoned = cordoned.Contains(n.Node.Name),
                    IsDraining = draining.Contains(n.Node.Name),
                    Reserved = n.Capabilities is { } known ? reserved.GetValueOrDefault(known.HostUuid) : default,
                }),
            ],
            Causes = causes,
            Moves = Moves(nodes, settings, now),
            Refusals = [.. journal.MovesSince(now - settings.RetryAfter)
                .Where(m => m is { State: MoveState.Refused or MoveState.Failed, Reasons.Count: > 0 })
                .Select(m => new PastRefusal(m.Guest, m.To, m.At, m.Reasons[0]))],
            Settings = settings,
        };
    }

    // Only the guests of a node that has to be relieved were asked after.
    private DecisionNode Node(FleetNodeSample sample, IReadOnlyList<FleetNodeSample> all, IReadOnlyDictionary<Guid, bool>? busy) => new()
    {
        Name = sample.Node.Name,
        At = sample.At,
        Processors = sample.Processors,
        MemoryTotal = sample.MemoryTotal,
        MemoryAvailable = sample.MemoryAvailable,
        Guests =
        [
            .. sample.Guests.Select(g => Guest(
                g, busy?.TryGetValue(g.Domain.Uuid, out bool isBusy) == true ? isBusy : null, busy is null ? null : forecaster.Forecast(g, sample, all))),
        ],
    };

    private static DecisionGuest Guest(FleetGuest guest, bool? isBusy, MoveForecast? forecast) => new()
    {
        Domain = guest.Domain,
        At = guest.At,
        IsRunning = guest.State is DomainState.Running or DomainState.Blocked,
        IsBusy = isBusy,
        VirtualCpus = guest.VirtualCpus,
        Demands = guest.Demands,
        Memory = guest.Description is { } description ? MemoryDemand.Of(description).BasePages : null,
        Policy = guest.Description?.Policy,
        Forecast = forecast,
    };

    private PastMove[] Moves(IReadOnlyList<FleetNodeSample> nodes, DecisionSettings settings, DateTimeOffset now)
    {
        TimeSpan back = new[] { TimeSpan.FromHours(1), settings.ReturnAfter, settings.GuestCooldown, settings.NodeCooldown }.Max() + LongestMigration;
        PastMove[] recorded =
        [
            .. journal.MigrationsSince(now - back)
                .Where(t => t.EndedAt is not null || now - (t.ProgressAt ?? t.StartedAt) < JournalFollower.Silence)
                .Select(t => new PastMove(
                    t.Guest, Name(nodes, t.Ends.SourceUri, t.Ends.SourceUuid), Name(nodes, t.Ends.DestinationUri, t.Ends.DestinationUuid), t.StartedAt, t.EndedAt, t.Completed)),
        ];
        // What was decided and waits for its turn, or for its last look, is not in the journal yet.
        return
        [
            .. runner.UnderWay.Where(m => !recorded.Any(r => r.EndedAt is null && r.Guest == m.Guest.Uuid)).Select(m => new PastMove(m.Guest.Uuid, m.From, m.To, now, null, false)),
            .. recorded,
        ];
    }

    private static string Name(IReadOnlyList<FleetNodeSample> nodes, string uri, Guid? host) =>
        nodes.FirstOrDefault(n => n.Node.Uri == uri || (host is not null && n.Capabilities?.HostUuid == host))?.Node.Name ?? uri;

    private DecisionSettings Settings()
    {
        AutopilotOptions current = options.CurrentValue;
        return new()
        {
            ClearedAt = current.ClearedAt,
            LeastHeadroom = selection.CurrentValue.LeastHeadroom,
            StaleAfter = monitoring.CurrentValue.EffectiveStaleAfter,
            GuestCooldown = current.GuestCooldown,
            NodeCooldown = current.NodeCooldown,
            ReturnAfter = current.ReturnAfter,
            RetryAfter = current.RetryAfter,
            MovesPerHour = current.MovesPerHour,
            Horizon = current.Horizon,
        };
    }
}
