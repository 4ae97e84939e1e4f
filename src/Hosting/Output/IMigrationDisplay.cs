using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a migration while it runs.</summary>
internal interface IMigrationDisplay
{
    /// <summary>Runs a migration and shows what it reports.</summary>
    Task<MigrationReport> RunAsync(Func<IProgress<MigrationProgress>, Task<MigrationReport>> migration);

    /// <summary>Says something while the migration runs.</summary>
    void Note(string message);
}
