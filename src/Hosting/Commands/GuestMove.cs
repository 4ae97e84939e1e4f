using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>A whole migration as the service makes it: checks, a fresh observation and a plan, a last look, then all six phases.</summary>
internal sealed class GuestMove(MigrationWorkflow workflow, IMigrator migrator)
{
    /// <summary>Plans, and migrates where the plan says go and the last look does not object; cancelling leaves the guest on the source.</summary>
    /// <param name="request">What is to move.</param>
    /// <param name="lastLook">Why the guest should not leave after all; null when it may.</param>
    /// <param name="step">Told of each step towards the plan.</param>
    /// <param name="progress">Told of the migration.</param>
    /// <param name="cancellationToken">Aborts.</param>
    /// <returns>What became of it; failures are results, not exceptions.</returns>
    public async Task<GuestMoveOutcome> RunAsync(
        PlanRequest request, Func<CancellationToken, Task<Reason?>> lastLook, IProgress<string>? step, IProgress<MigrationProgress>? progress,
        CancellationToken cancellationToken)
    {
        PlanOutcome outcome;
        Reason? objection;
        try
        {
            outcome = await workflow.PlanAsync(request, step, cancellationToken);
            objection = outcome.Plan.Go ? await lastLook(cancellationToken) : null;
        }
        catch (OperationCanceledException)
        {
            return new(null, null, []) { IsDropped = true };
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e) || e is IOException or FormatException)
        {
            return new(null, null, [new(ReasonCodes.MigrationError, e.Message)]);
        }

        if (!outcome.Plan.Go || objection is not null)
            return new(outcome, null, objection is null ? outcome.Plan.Reasons : [objection]);
        MigrationReport report = await migrator.MigrateAsync(outcome.Plan, request.SourceUri, progress, cancellationToken);
        return new(outcome, report, report.Reasons);
    }
}
