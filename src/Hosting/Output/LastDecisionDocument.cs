namespace ShadowMig.Hosting.Output;

/// <summary>The last recorded decision in JSON.</summary>
internal sealed record LastDecisionDocument(string Id, DateTimeOffset At, string Outcome);
