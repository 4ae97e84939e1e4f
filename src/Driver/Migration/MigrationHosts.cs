namespace ShadowMig.Driver.Migration;

/// <summary>The hosts of a migration by their host UUIDs: one host may be reached by several URIs.</summary>
internal readonly record struct MigrationHosts(Guid Source, Guid Destination);
