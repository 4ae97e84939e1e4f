using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>What a request comes to.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Answer">In one word: done, accepted, refused, invalid, denied, limited or failed.</param>
/// <param name="Message">What happened, or what to do next.</param>
internal sealed record ApiAnswer(int Status, string Answer, string Message)
{
    /// <summary>The request that tells what becomes of it; null where the answer says all.</summary>
    public string? Request { get; init; }

    /// <summary>Why it was refused, in codes; null where the message says all.</summary>
    public IReadOnlyList<Reason>? Reasons { get; init; }

    /// <summary>After how many seconds to come again; null where that is not known.</summary>
    public int? RetryAfter { get; init; }

    public static ApiAnswer Done(string message) => new(StatusCodes.Status200OK, "done", message);

    public static ApiAnswer Accepted(string message) => new(StatusCodes.Status202Accepted, "accepted", message);

    public static ApiAnswer Refused(string message, int status = StatusCodes.Status409Conflict) => new(status, "refused", message);

    public static ApiAnswer Invalid(string message, int status = StatusCodes.Status400BadRequest) => new(status, "invalid", message);

    public static ApiAnswer Denied(string message) => new(StatusCodes.Status403Forbidden, "denied", message);

    public static ApiAnswer Limited(string message, int retryAfter) => new(StatusCodes.Status429TooManyRequests, "limited", message) { RetryAfter = retryAfter };

    public static ApiAnswer Failed(string message, int status = StatusCodes.Status503ServiceUnavailable) => new(status, "failed", message);
}
