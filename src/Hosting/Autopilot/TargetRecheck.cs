using System.Globalization;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>Looks at a move's nodes once more right before the migration: the target may have filled up, or died, and either may be drained, since the decision.</summary>
internal sealed class TargetRecheck(
    IFleetSource fleet, ICordonBook cordons, IDrainBook drains, IOptionsMonitor<AutopilotOptions> options, IOptionsMonitor<MonitoringOptions> monitoring, TimeProvider time)
{
    // Enough that one sample refuses nothing, few enough to see what came since the decision.
    private const int Samples = 3;

    /// <summary>Why the guest should not go there any more; null when it still may.</summary>
    /// <remarks>
    /// A decision fills a target up to <see cref="AutopilotOptions.ClearedAt"/>. Here it may be as full as
    /// <see cref="AutopilotOptions.OverloadedAt"/>, so that a load near the first does not refuse what was just decided.
    /// </remarks>
    /// <exception cref="IOException">The cordons or the drains cannot be read.</exception>
    public async Task<Reason?> ObjectionAsync(DecidedMove move, CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetNodeSample> nodes = fleet.Latest;
        FleetNodeSample? target = nodes.FirstOrDefault(n => n.Node.Name == move.To);
        if (target is not { At: { } at, Processors: > 0 and var processors } || time.GetUtcNow() - at > monitoring.CurrentValue.EffectiveStaleAfter)
            return new(ReasonCodes.StaleData, target?.At is { } seen ? $"{move.To} was last seen at {seen:HH:mm:ss}" : $"{move.To} is not seen any more");
        if ((await cordons.AllAsync(cancellationToken)).Any(c => c.Node == move.To))
            return new(ReasonCodes.Cordoned, $"{move.To} was cordoned after the decision");
        if ((await drains.StandingAsync(cancellationToken)).FirstOrDefault(d => d.Node == move.From || d.Node == move.To) is { } drain)
            return drain.Refusal;

        FleetGuest? guest = nodes.FirstOrDefault(n => n.Node.Name == move.From)?.Guests.FirstOrDefault(g => g.Domain.Uuid == move.Guest.Uuid);
        double load = (target.Guests.Sum(Demand) + (guest is null ? 0 : Demand(guest))) / processors;
        double most = options.CurrentValue.OverloadedAt;
        return load <= most ? null : new(ReasonCodes.WouldOverload, string.Create(
            CultureInfo.InvariantCulture,
            $"the load of {move.To} with {move.Guest.Name} would be {load * 100:0} %: it filled up since the decision, and at most {most * 100:0} % are allowed"));
    }

    private static double Demand(FleetGuest guest) => guest.Demands.TakeLast(Samples).DefaultIfEmpty().Average();
}
