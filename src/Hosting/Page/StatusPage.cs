using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page;

/// <summary>The status page: what the service knows, for people. It changes nothing.</summary>
internal static class StatusPage
{
    /// <summary>Adds what the page needs.</summary>
    public static IServiceCollection AddStatusPage(this IServiceCollection services) => services.AddSingleton<PageReader>().AddSingleton<EventStream>();

    /// <summary>Maps the page at <c>/</c>, one page a migration, a decision and a guest, and their changes below <c>/events</c>.</summary>
    public static void MapStatusPage(this IEndpointRouteBuilder routes)
    {
        PageReader reader = routes.ServiceProvider.GetRequiredService<PageReader>();
        EventStream events = routes.ServiceProvider.GetRequiredService<EventStream>();
        ISnapshotSource snapshots = routes.ServiceProvider.GetRequiredService<ISnapshotSource>();

        routes.MapGet("/", (RequestDelegate)(async context =>
            await PageAnswer.WriteAsync(context, StatusCodes.Status200OK, HomePage.Render(await reader.ReadAsync(context.RequestAborted)))));
        routes.MapGet("/events", (RequestDelegate)(context => SendAsync(context, events, reader)));
        routes.MapGet("/migrations/{id}", (RequestDelegate)(context => ShowMigrationAsync(context, reader)));
        routes.MapGet("/events/{id}", (RequestDelegate)(context => SendMigrationAsync(context, events, reader)));
        routes.MapGet("/decisions/{id}", (RequestDelegate)(context => ShowDecisionAsync(context, reader)));
        routes.MapGet("/events/decisions/{id}", (RequestDelegate)(context => SendDecisionAsync(context, events, reader)));
        routes.MapGet("/guests/{uuid}", (RequestDelegate)(context => ShowGuestAsync(context, snapshots.Latest)));
        MapAsset(routes, "page.css", "text/css; charset=utf-8");
        MapAsset(routes, "page.js", "text/javascript; charset=utf-8");
    }

    private static async Task ShowMigrationAsync(HttpContext context, PageReader reader)
    {
        string id = Value(context, "id");
        await ShowAsync(context, await FindAsync(() => reader.FindAsync(id, context.RequestAborted)), MigrationPage.Render, $"The journal has no migration '{id}'.");
    }

    private static async Task ShowDecisionAsync(HttpContext context, PageReader reader)
    {
        string id = Value(context, "id");
        await ShowAsync(
            context, await FindAsync(() => reader.FindDecisionAsync(id, context.RequestAborted)), DecisionPage.Render,
            $"The journal has no decision '{id}', nor a migration '{id}' that came of one: old decisions are removed. 'shadowmig decisions' lists those it has.");
    }

    private static Task ShowAsync<T>(HttpContext context, (T? Data, string? Failure) found, Func<T, Html> render, string whenNone)
        where T : class => found switch
        {
            ({ } data, _) => PageAnswer.WriteAsync(context, StatusCodes.Status200OK, render(data)),
            (_, { } failure) => PageAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, MessagePage.Render(failure)),
            _ => PageAnswer.WriteAsync(context, StatusCodes.Status404NotFound, MessagePage.Render(whenNone)),
        };

    private static Task SendAsync(HttpContext context, EventStream events, PageReader reader) =>
        events.ServeAsync(context, async end => HomePage.Parts(await reader.ReadAsync(end)));

    private static Task SendMigrationAsync(HttpContext context, EventStream events, PageReader reader) => events.ServeAsync(
        context, async end => await FindAsync(() => reader.FindAsync(Value(context, "id"), end)) is ({ } data, _) ? MigrationPage.Parts(data) : []);

    private static Task SendDecisionAsync(HttpContext context, EventStream events, PageReader reader) => events.ServeAsync(
        context, async end => await FindAsync(() => reader.FindDecisionAsync(Value(context, "id"), end)) is ({ } data, _) ? DecisionPage.Parts(data) : []);

    private static async Task<(T? Data, string? Failure)> FindAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        try
        {
            return (await find(), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"The journal cannot be read: {e.Message}");
        }
    }

    private static Task ShowGuestAsync(HttpContext context, NodeSnapshot snapshot)
    {
        GuestObservation? observation = Guid.TryParse(Value(context, "uuid"), out Guid uuid) ? snapshot.Observations.GetValueOrDefault(uuid) : null;
        return observation is null
            ? PageAnswer.WriteAsync(context, StatusCodes.Status404NotFound, MessagePage.Render($"No guest '{Value(context, "uuid")}' of this node was measured."))
            : PageAnswer.WriteAsync(context, StatusCodes.Status200OK, GuestPage.Render(observation));
    }

    private static void MapAsset(IEndpointRouteBuilder routes, string name, string contentType)
    {
        byte[] content = PageAssets.Read(name);
        routes.MapGet($"/{name}", (RequestDelegate)(context =>
        {
            PageAnswer.SetHeaders(context.Response, contentType);
            return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
        }));
    }

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";
}
