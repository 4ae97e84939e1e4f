using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>What a migration cost, in JSON.</summary>
internal sealed record ActualDocument(double? TotalSeconds, double? DowntimeSeconds, long? TransferBytes, int? Iterations)
{
    public static ActualDocument? From(MigrationActuals? actual) => actual is null ? null : new(
        actual.TotalTime?.TotalSeconds, actual.Downtime?.TotalSeconds, actual.Transferred?.Value, actual.Iterations);
}
