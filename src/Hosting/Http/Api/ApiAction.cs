namespace ShadowMig.Hosting.Http.Api;

/// <summary>Something that the API does.</summary>
/// <param name="Required">The field that it needs, text.</param>
/// <param name="Optional">Fields of text that may be left out.</param>
/// <param name="Flags">Fields of true or false that may be left out.</param>
/// <param name="Run">Does it for a caller of this name, from fields and their values.</param>
internal sealed record ApiAction(
    string Required, IReadOnlyList<string> Optional, IReadOnlyList<string> Flags, Func<string, IReadOnlyDictionary<string, string>, Task<ApiAnswer>> Run)
{
    /// <summary>All fields.</summary>
    public IEnumerable<string> Fields => [Required, .. Optional, .. Flags];
}
