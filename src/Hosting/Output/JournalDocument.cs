namespace ShadowMig.Hosting.Output;

/// <summary>What <c>history --json</c> prints.</summary>
internal sealed record JournalDocument(IReadOnlyList<JournalEntryDocument> Migrations);
