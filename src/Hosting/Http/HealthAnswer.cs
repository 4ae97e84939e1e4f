namespace ShadowMig.Hosting.Http;

/// <summary>Whether all is well, and one line about it.</summary>
internal sealed record HealthAnswer(bool Ok, string Message)
{
    /// <summary>The HTTP status that says so.</summary>
    public int StatusCode => Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
