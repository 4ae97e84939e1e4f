using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>A reason in JSON.</summary>
internal sealed record ReasonDocument(string Code, string Message)
{
    /// <summary>Reasons in their order.</summary>
    public static IReadOnlyList<ReasonDocument> From(IEnumerable<Reason> reasons) => [.. reasons.Select(r => new ReasonDocument(r.Code, r.Message))];
}
