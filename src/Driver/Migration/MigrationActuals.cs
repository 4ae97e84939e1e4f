using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>What a migration really cost, from libvirt's completed job; null where it did not tell.</summary>
public sealed record MigrationActuals(TimeSpan? TotalTime, TimeSpan? Downtime, ByteCount? Transferred, int? Iterations);
