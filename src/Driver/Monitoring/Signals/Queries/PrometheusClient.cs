namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>Asks by HTTP (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries).</summary>
internal sealed class PrometheusClient : IQueryClient, IDisposable
{
    private const int LongestAnswer = 4 << 20;

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = LongestAnswer,
        // The caller's token is the bound.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public async Task<byte[]> QueryAsync(Uri server, string query, CancellationToken cancellationToken)
    {
        string address = $"{server.AbsoluteUri.TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(query)}";
        using HttpResponseMessage response = await _http.GetAsync(new Uri(address), cancellationToken).ConfigureAwait(false);
        // Prometheus says what is wrong with a query in JSON too; anything else is not from it.
        if (!response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType != "application/json")
            throw new HttpRequestException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
