using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Validates that what <see cref="SignalOptions"/> names can be read.</summary>
internal sealed class SignalSourcesValidator : IValidateOptions<SignalOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SignalOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.File is { } file && !Path.IsPathRooted(file))
            result.AddError($"must be an absolute path, not '{file}'", nameof(options.File));
        if (options.PrometheusUrl is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
            result.AddError("must be an address such as http://127.0.0.1:9090", nameof(options.PrometheusUrl));
        if (options.Queries.Count > 0 && options.PrometheusUrl is null)
            result.AddError("need PrometheusUrl, where they are asked", nameof(options.Queries));
        foreach ((string query, QueryOptions of) in options.Queries)
        {
            if (!SignalNames.IsPlain(query))
                result.AddError($"'{query}' is no name of a query; use letters, digits, dots, hyphens and underscores", nameof(options.Queries));
            if (string.IsNullOrWhiteSpace(of.Query))
                result.AddError($"'{query}' has no Query", nameof(options.Queries));
        }

        return result.Build();
    }
}
