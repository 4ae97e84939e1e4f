using System.Text;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Reads a POST, does what it asks for once, and says what it came to.</summary>
internal sealed partial class ApiHandler(ApiActions actions, IdempotentAnswers answers, ILogger<ApiHandler> logger)
{
    private const int LongestKey = 128;

    /// <summary>Handles a request of an operator.</summary>
    /// <returns>What was asked for, for the audit, and the answer.</returns>
    public async Task<(string What, ApiAnswer Answer)> HandleAsync(HttpContext context, ApiCaller caller)
    {
        string path = context.Request.Path.Value ?? "";
        string what = $"POST {path}";
        if (!actions.All.TryGetValue(path, out ApiAction? action))
            return (what, ApiAnswer.Invalid($"there is no action {path}; there are {string.Join(", ", actions.All.Keys)}", StatusCodes.Status404NotFound));
        if (!context.Request.HasJsonContentType())
            return (what, ApiAnswer.Invalid("send Content-Type: application/json", StatusCodes.Status415UnsupportedMediaType));
        try
        {
            byte[] body = await ReadAsync(context);
            IReadOnlyDictionary<string, string> names = ApiBody.Read(body, action);
            what = $"{what} {string.Join(" ", names.Select(n => $"{n.Key}={n.Value}"))}";
            if (context.Request.Headers["Idempotency-Key"] is not { Count: > 0 } header)
                return (what, await DoAsync(() => action.Run(caller.Identity, names)));
            string key = header.ToString();
            if (header.Count > 1 || key.Length is 0 or > LongestKey)
                throw new FormatException($"Idempotency-Key must be one text of 1 to {LongestKey} characters");
            (ApiAnswer answer, bool isRepeated) = await answers.DoAsync(
                caller.Identity, key, $"{path}\n{Encoding.UTF8.GetString(body)}", () => DoAsync(() => action.Run(caller.Identity, names)));
            return (isRepeated ? $"{what} (again)" : what, answer);
        }
        catch (FormatException e)
        {
            return (what, ApiAnswer.Invalid(e.Message));
        }
        catch (BadHttpRequestException e)
        {
            return (what, ApiAnswer.Invalid($"the body cannot be read, at most {ApiListeners.MostBytes} bytes are taken: {e.Message}", e.StatusCode));
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private async Task<ApiAnswer> DoAsync(Func<Task<ApiAnswer>> action)
    {
        try
        {
            return await action();
        }
        catch (UsageException e)
        {
            return ApiAnswer.Invalid(e.Message, StatusCodes.Status404NotFound);
        }
        catch (FormatException e)
        {
            return ApiAnswer.Invalid(e.Message);
        }
        catch (Exception e) when (e is IOException or CoordinationUnavailableException)
        {
            return ApiAnswer.Failed($"{e.Message}; try again");
        }
        catch (OperationCanceledException)
        {
            return ApiAnswer.Failed("the service ends; ask again when it runs, and see 'shadowmig status' meanwhile");
        }
        catch (Exception e)
        {
            // Only a defect comes here; the caller is told no more than that.
            LogDefect(e);
            return ApiAnswer.Failed("the request failed; the service's log says why", StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the API failed")]
    private partial void LogDefect(Exception exception);
}
