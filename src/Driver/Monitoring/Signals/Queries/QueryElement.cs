namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>One number of an answer.</summary>
/// <param name="Uuid">Label uuid, if it has one.</param>
/// <param name="Domain">Label domain, if it has one.</param>
/// <param name="Value">The number; not finite when Prometheus says so.</param>
internal sealed record QueryElement(string? Uuid, string? Domain, double Value);
