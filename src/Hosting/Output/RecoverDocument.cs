namespace ShadowMig.Hosting.Output;

/// <summary>What <c>recover --json</c> prints.</summary>
internal sealed record RecoverDocument(IReadOnlyList<RecoveredDocument> Migrations);
