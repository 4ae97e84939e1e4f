using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Page;

/// <summary>One migration of the journal.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Actions">What was done in flight, in order.</param>
internal sealed record MigrationData(JournalEntry Entry, IReadOnlyList<MigrationAction> Actions);
