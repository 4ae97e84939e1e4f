using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Every request passes here: none of the API over the address of the metrics, and over the API's nothing that the caller's role does not allow.</summary>
internal sealed class ApiGate(ApiAudit audit, ClientCertificates certificates, ApiHandler handler, IOptions<ApiOptions> options) : IDisposable
{
    // It keeps a timer of 100 ms from its beginning on: a node without callers has none.
    private readonly Lazy<PartitionedRateLimiter<string>> _limiter = new(() => PartitionedRateLimiter.Create<string, string>(
        identity => RateLimitPartition.GetTokenBucketLimiter(identity, _ => new()
        {
            TokenLimit = options.Value.RequestsPerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.RequestsPerMinute,
            QueueLimit = 0,
        })));

    /// <summary>Lets a request through, answers it, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Caller(context) is not { } caller)
        {
            await (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                ? WriteAsync(context, ApiAnswer.Invalid("the API is not served here: use Api:Socket or Api:Address", StatusCodes.Status404NotFound))
                : next(context));
            return;
        }

        string what = $"{context.Request.Method} {context.Request.Path}";
        if (Refusal(context, caller) is { } refusal)
        {
            audit.Record(caller, what, refusal);
            await WriteAsync(context, refusal);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            (what, ApiAnswer answer) = await handler.HandleAsync(context, caller);
            audit.Record(caller, what, answer);
            await WriteAsync(context, answer);
        }
        else
        {
            audit.Count(caller, ApiAnswer.Done(""));
            await next(context);
        }
    }

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, ApiAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (answer.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer.Request is { } request)
            context.Response.Headers.Location = $"{ApiEndpoints.Migrations}/{request}";
        ApiAnswerDocument document = new(answer.Answer, answer.Message, answer.Request, answer.Reasons is { } reasons ? ReasonDocument.From(reasons) : null);
        return context.Response.WriteAsync(JsonOutput.Text(document), context.RequestAborted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_limiter.IsValueCreated)
            _limiter.Value.Dispose();
    }

    private ApiCaller? Caller(HttpContext context) => context.Features.Get<ApiCaller>()
        ?? (context.Request.IsHttps ? certificates.Caller(context) : null);

    private ApiAnswer? Refusal(HttpContext context, ApiCaller caller)
    {
        using RateLimitLease lease = _limiter.Value.AttemptAcquire(caller.Identity);
        if (!lease.IsAcquired)
        {
            int seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
            return ApiAnswer.Limited($"more than {options.Value.RequestsPerMinute} requests a minute: come again in {seconds} s", seconds);
        }

        string method = context.Request.Method;
        return (caller.Role, HttpMethods.IsPost(method)) switch
        {
            (null, _) => ApiAnswer.Denied("you have no role here: ask an operator for membership in Api:Group, or for an entry in Api:Roles and a certificate of Api:ClientCaFile that is valid"),
            (not ApiRole.Operator, true) => ApiAnswer.Denied($"role {caller.RoleName} may only read: this needs role operator"),
            (_, false) when !HttpMethods.IsGet(method) => ApiAnswer.Invalid("use GET to read and POST to act", StatusCodes.Status405MethodNotAllowed),
            (_, false) when context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase) => ApiAnswer.Invalid("metrics are at Http:Address", StatusCodes.Status404NotFound),
            _ => null,
        };
    }
}
