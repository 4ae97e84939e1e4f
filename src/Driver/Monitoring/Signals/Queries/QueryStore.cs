using System.Collections.Immutable;

namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>The latest result of each query; written by the watcher, read at each tick.</summary>
internal sealed class QueryStore
{
    private ImmutableDictionary<string, QueryResult> _all = ImmutableDictionary<string, QueryResult>.Empty;

    /// <summary>All results by the query's name.</summary>
    public IReadOnlyDictionary<string, QueryResult> All => Volatile.Read(ref _all);

    /// <summary>Replaces a result.</summary>
    public void Put(string name, QueryResult result) => ImmutableInterlocked.AddOrUpdate(ref _all, name, result, (_, _) => result);

    /// <summary>Forgets queries that are no longer made.</summary>
    public void Retain(IEnumerable<string> names) =>
        ImmutableInterlocked.Update(ref _all, static (all, kept) => all.RemoveRange(all.Keys.Except(kept)), names.ToArray());
}
