using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Between which ends a guest is transferred, and how.</summary>
/// <param name="SourceUri">The source.</param>
/// <param name="DestinationUri">The destination.</param>
/// <param name="Guest">The guest.</param>
/// <param name="Request">What the transfer was begun with; null where that is not known.</param>
public sealed record TransferEnds(string SourceUri, string DestinationUri, Guid Guest, MigrationRequest? Request = null);
