using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>Makes the configured queries, each within its bound, off the path of the sampler.</summary>
internal sealed partial class QueryWatcher(
    IQueryClient client, IOptionsMonitor<SignalOptions> options, ISnapshotSource snapshots, QueryStore store, TimeProvider time,
    ILogger<QueryWatcher> logger) : BackgroundService
{
    /// <summary>A result holds for so many intervals.</summary>
    private const int IntervalsValid = 3;

    private readonly HashSet<string> _failing = [];

    /// <summary>One round of queries.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        SignalOptions current = options.CurrentValue;
        store.Retain(current.Queries.Keys);
        _failing.IntersectWith(current.Queries.Keys);
        if (current.PrometheusUrl is not { } server)
            return;
        foreach ((string name, QueryOptions query) in current.Queries)
            await AskAsync(server, name, query, current, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                long begun = time.GetTimestamp();
                await TickAsync(stoppingToken).ConfigureAwait(false);
                TimeSpan rest = options.CurrentValue.QueryInterval - time.GetElapsedTime(begun);
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task AskAsync(Uri server, string name, QueryOptions query, SignalOptions current, CancellationToken cancellationToken)
    {
        if (Expand(query.Query, snapshots.Latest.Node?.HostName) is not { } expression)
            return;
        try
        {
            using CancellationTokenSource bound = new(current.QueryBound, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
            byte[] answer = await client.QueryAsync(server, expression, either.Token).ConfigureAwait(false);
            IReadOnlyList<QueryElement> elements = QueryAnswer.Parse(answer);
            if (query.Scope == SignalScope.Node && elements.Count > 1)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the result has {elements.Count} series; aggregate it to one, for example with max()"));
            DateTimeOffset now = time.GetUtcNow();
            store.Put(name, new(query, elements, now, now + (IntervalsValid * current.QueryInterval)));
            if (_failing.Remove(name))
                LogWorks(name);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever a server answers costs only this reading; the last one holds until it is stale.
            if (_failing.Add(name))
                LogFailed(name, exception is OperationCanceledException ? "no answer within QueryBound" : exception.Message);
        }
    }

    // Null while the node's name is asked for and not known.
    private static string? Expand(string query, string? node)
    {
        if (!query.Contains("$node", StringComparison.Ordinal))
            return query;
        return node is null ? null : query.Replace("$node", node.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
