using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page;

/// <summary>Answers of the page, with headers that let it load nothing but its own style and script.</summary>
internal static class PageAnswer
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Answers with a page.</summary>
    public static Task WriteAsync(HttpContext context, int status, Html page)
    {
        context.Response.StatusCode = status;
        SetHeaders(context.Response, "text/html; charset=utf-8");
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    /// <summary>Says that the service is busy, and when to come again.</summary>
    public static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "10";
        SetHeaders(context.Response, "text/plain; charset=utf-8");
        return context.Response.WriteAsync($"{why}\n", context.RequestAborted);
    }

    /// <summary>Sets what every answer of the page has.</summary>
    public static void SetHeaders(HttpResponse response, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }
}
