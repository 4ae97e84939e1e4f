using System.Text.Json;
using Microsoft.Extensions.Options;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http;

/// <summary>Asks the service at the configured address; one that does not answer at once is taken for absent.</summary>
internal sealed class ServiceClient(IOptions<HttpOptions> options, TimeProvider time) : IServiceClient
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<RulesDocument?> ReadRulesAsync(CancellationToken cancellationToken) => ReadAsync<RulesDocument>("/rules", cancellationToken);

    /// <inheritdoc/>
    public Task<AutopilotDocument?> ReadAutopilotAsync(CancellationToken cancellationToken) => ReadAsync<AutopilotDocument>("/autopilot", cancellationToken);

    private async Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using CancellationTokenSource bound = new(Bound, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        // It is this machine's own service: a proxy of the environment would be asked for its own loopback.
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
        try
        {
            return JsonOutput.Read<T>(await http.GetStringAsync(Address(options.Value.Address, path), either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    // A service that listens everywhere is asked here.
    internal static Uri Address(string address, string path)
    {
        UriBuilder uri = new(address) { Path = path };
        if (uri.Host is "0.0.0.0" or "[::]")
            uri.Host = uri.Host == "[::]" ? "[::1]" : "127.0.0.1";
        return uri.Uri;
    }
}
