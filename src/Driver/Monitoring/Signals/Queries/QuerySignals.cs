using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>Signals from the results of PromQL queries.</summary>
internal sealed class QuerySignals(QueryStore store) : ISignalSource
{
    /// <inheritdoc/>
    public bool Provides(string signal) => signal.StartsWith(SignalNames.QueryPrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        foreach ((string name, QueryResult result) in store.All)
        {
            foreach (QueryElement element in result.Elements)
            {
                DomainIdentity? guest = result.Query.Scope == SignalScope.Guest && (element.Uuid ?? element.Domain) is { } who
                    ? GuestLookup.Find(tick.Snapshot.Guests, who)
                    : null;
                if (result.Query.Scope == SignalScope.Node || guest is not null)
                    yield return new(SignalNames.QueryPrefix + name, guest, element.Value, result.At, result.StaleAt);
            }
        }
    }
}
