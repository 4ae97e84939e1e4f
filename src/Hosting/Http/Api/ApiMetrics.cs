using Prometheus;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Requests of the API, counted.</summary>
internal static class ApiMetrics
{
    /// <summary>Declares the counter; declared again it is the same.</summary>
    public static Counter Requests(IMetricFactory factory) => factory.CreateCounter(
        "shadowmig_api_requests_total", "Requests to the API and TLS handshakes refused, by the caller's role and what they came to.", ["role", "answer"]);
}
