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
    public async Task<RulesDocument?> ReadRulesAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = new(Bound, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        using HttpClient http = new();
        try
        {
            return JsonOutput.Read<RulesDocument>(await http.GetStringAsync(Address(options.Value.Address), either.Token));
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
    internal static Uri Address(string address)
    {
        UriBuilder uri = new(address) { Path = "/rules" };
        if (uri.Host is "0.0.0.0" or "[::]")
            uri.Host = uri.Host == "[::]" ? "[::1]" : "127.0.0.1";
        return uri.Uri;
    }
}
