using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http;

/// <summary>What the service answers to GET: metrics, rules, the autopilot and health, nothing that changes anything.</summary>
internal static class Endpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapShadowMig(this IEndpointRouteBuilder routes, DateTimeOffset startedAt)
    {
        IServiceProvider services = routes.ServiceProvider;
        MetricsExporter metrics = services.GetRequiredService<MetricsExporter>();
        ISnapshotSource snapshots = services.GetRequiredService<ISnapshotSource>();
        IRuleReportSource rules = services.GetRequiredService<IRuleReportSource>();
        TimeProvider time = services.GetRequiredService<TimeProvider>();

        routes.MapGet("/metrics", (RequestDelegate)(async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await metrics.ExportAsync(context.Response.Body, context.RequestAborted);
        }));
        routes.MapGet("/rules", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(JsonOutput.Text(RulesDocument.From(rules.Latest)), context.RequestAborted);
        }));
        IAutopilotReportSource autopilot = services.GetRequiredService<IAutopilotReportSource>();
        routes.MapGet("/autopilot", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(JsonOutput.Text(AutopilotDocument.From(autopilot.Latest)), context.RequestAborted);
        }));
        routes.MapGet("/healthz", (RequestDelegate)(context => AnswerAsync(context, HealthRules.Alive(snapshots.Latest, startedAt, time.GetUtcNow()))));
        routes.MapGet("/readyz", (RequestDelegate)(context => AnswerAsync(context, HealthRules.Ready(snapshots.Latest, startedAt, time.GetUtcNow()))));
    }

    private static Task AnswerAsync(HttpContext context, HealthAnswer answer)
    {
        context.Response.StatusCode = answer.StatusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{answer.Message}\n", context.RequestAborted);
    }
}
