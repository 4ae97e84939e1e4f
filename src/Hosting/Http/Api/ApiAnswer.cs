namespace ShadowMig.Hosting.Http.Api;

/// <summary>What a request comes to.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Answer">In one word: done, refused, invalid, denied, limited or failed.</param>
/// <param name="Message">What happened, or what to do next.</param>
internal sealed record ApiAnswer(int Status, string Answer, string Message)
{
    public static ApiAnswer Done(string message) => new(StatusCodes.Status200OK, "done", message);

    public static ApiAnswer Refused(string message) => new(StatusCodes.Status409Conflict, "refused", message);

    public static ApiAnswer Invalid(string message, int status = StatusCodes.Status400BadRequest) => new(status, "invalid", message);

    public static ApiAnswer Denied(string message) => new(StatusCodes.Status403Forbidden, "denied", message);

    public static ApiAnswer Limited(string message) => new(StatusCodes.Status429TooManyRequests, "limited", message);

    public static ApiAnswer Failed(string message, int status = StatusCodes.Status503ServiceUnavailable) => new(status, "failed", message);
}
