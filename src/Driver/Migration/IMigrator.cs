using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration;

/// <summary>Runs a plan through the six phases and establishes who has the guest at the end.</summary>
public interface IMigrator
{
    /// <summary>Migrates; cancelling aborts the job and leaves the guest on the source.</summary>
    /// <param name="plan">A plan that says go.</param>
    /// <param name="sourceUri">The source as this process reaches it.</param>
    /// <param name="progress">Told of every phase, and of the transfer several times a second; no more once it has thrown.</param>
    /// <param name="cancellationToken">Aborts.</param>
    /// <returns>The report; failures are results, not exceptions.</returns>
    Task<MigrationReport> MigrateAsync(
        MigrationPlan plan, string sourceUri, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken);
}
