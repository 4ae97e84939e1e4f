using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>
/// One move as <c>migrate GUEST --to NODE</c> makes it: checks, a fresh observation and a plan; then, if the target still has room,
/// all six phases.
/// </summary>
internal sealed class SingleMove(
    MigrationWorkflow workflow, IMigrator migrator, TargetRecheck target, INodeInventory inventory, IOptionsMonitor<MonitoringOptions> monitoring, TimeProvider time)
    : ISingleMove
{
    /// <inheritdoc/>
    public async Task<MoveStatus> RunAsync(DecidedMove move, CancellationToken cancellationToken)
    {
        string source = Uri(move.From);
        MigrationPlan plan;
        Reason? objection;
        try
        {
            PlanRequest request = new(
                source, move.Guest.Uuid.ToString(), Uri(move.To), new LimitOverrides(), monitoring.CurrentValue.ToObservationOptions());
            plan = (await workflow.PlanAsync(request, null, cancellationToken)).Plan;
            objection = await target.ObjectionAsync(move, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Status(move, MoveState.Dropped, null, [new(ReasonCodes.ServiceStopping, "the service was asked to end before the migration began")]);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e) || e is IOException or FormatException)
        {
            return Status(move, MoveState.Refused, null, [new(ReasonCodes.MigrationError, e.Message)]);
        }

        if (!plan.Go)
            return Status(move, MoveState.Refused, null, plan.Reasons);
        if (objection is not null)
            return Status(move, MoveState.Refused, null, [objection]);
        MigrationReport report = await migrator.MigrateAsync(plan, source, null, cancellationToken);
        return Status(move, State(report.Result), report.Id.Length > 0 ? report.Id : null, report.Reasons);
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
