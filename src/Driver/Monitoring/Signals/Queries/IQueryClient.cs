namespace ShadowMig.Driver.Monitoring.Signals.Queries;

/// <summary>Asks a Prometheus server.</summary>
internal interface IQueryClient
{
    /// <summary>The answer to an instant query, as JSON; also an answer that says what is wrong with the query.</summary>
    /// <exception cref="HttpRequestException">The server is out of reach, or its answer is too long.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<byte[]> QueryAsync(Uri server, string query, CancellationToken cancellationToken);
}
