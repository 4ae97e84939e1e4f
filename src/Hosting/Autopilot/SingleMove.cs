using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>
/// One move as <c>migrate GUEST --to NODE</c> makes it: checks, a fresh observation and a plan; then, if the target still has room,
/// all six phases.
/// </summary>
internal sealed class SingleMove(
    GuestMove mover, TargetRecheck target, INodeInventory inventory, IOptionsMonitor<MonitoringOptions> monitoring, TimeProvider time)
    : ISingleMove
{
    /// <inheritdoc/>
    public async Task<MoveStatus> RunAsync(DecidedMove move, CancellationToken cancellationToken)
    {
        PlanRequest request = new(
            Uri(move.From), move.Guest.Uuid.ToString(), Uri(move.To), new LimitOverrides(), monitoring.CurrentValue.ToObservationOptions());
        GuestMoveOutcome outcome = await mover.RunAsync(request, token => target.ObjectionAsync(move, token), null, null, cancellationToken);
        return outcome switch
        {
            { Report: { } report } => Status(move, State(report.Result), report.Id.Length > 0 ? report.Id : null, report.Reasons),
            { IsDropped: true } => Status(move, MoveState.Dropped, null, [new(ReasonCodes.ServiceStopping, "the service was asked to end before the migration began")]),
            _ => Status(move, MoveState.Refused, null, outcome.Reasons),
        };
    }

    private string Uri(string node) => inventory.Nodes.First(n => n.Name == node).Uri;

    private MoveStatus Status(DecidedMove move, MoveState state, string? migrationId, IReadOnlyList<Reason> reasons) =>
        new(move.Guest.Uuid, move.To, state, time.GetUtcNow(), migrationId, reasons);

    private static MoveState State(MigrationResult result) => result switch
    {
        MigrationResult.Completed => MoveState.Completed,
        MigrationResult.Failed => MoveState.Failed,
        MigrationResult.Cancelled => MoveState.Cancelled,
        _ => MoveState.Unknown,
    };
}
