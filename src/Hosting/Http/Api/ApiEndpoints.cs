using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>What the API answers to GET besides what <see cref="Endpoints"/> does; the gate keeps it off the address of the metrics.</summary>
internal static class ApiEndpoints
{
    /// <summary>Where requests for migrations are asked for.</summary>
    public const string Migrations = "/api/migrations";

    /// <summary>Maps the endpoints.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        ApiMigrations migrations = routes.ServiceProvider.GetRequiredService<ApiMigrations>();
        routes.MapGet($"{Migrations}/{{id}}", (RequestDelegate)(context =>
        {
            if (migrations.Find($"{context.Request.RouteValues["id"]}") is not { } migration)
                return ApiGate.WriteAsync(context, ApiAnswer.Invalid(
                    $"there is no such request since the service began, or it was followed by {ApiMigrations.Kept} others; 'shadowmig history' has migrations", StatusCodes.Status404NotFound));
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(JsonOutput.Text(migration.Document), context.RequestAborted);
        }));
    }
}
