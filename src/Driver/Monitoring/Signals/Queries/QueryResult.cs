namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>What a query last gave.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Elements">The numbers.</param>
/// <param name="At">When it was answered.</param>
/// <param name="StaleAt">From when on it decides nothing.</param>
internal sealed record QueryResult(QueryOptions Query, IReadOnlyList<QueryElement> Elements, DateTimeOffset At, DateTimeOffset StaleAt);
