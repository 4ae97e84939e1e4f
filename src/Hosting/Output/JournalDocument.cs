namespace ShadowMig.Hosting.Output;

/// <summary>What <c>status --json</c> and <c>history --json</c> print.</summary>
internal sealed record JournalDocument(IReadOnlyList<JournalEntryDocument> Migrations);
