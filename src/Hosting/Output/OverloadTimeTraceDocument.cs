namespace ShadowMig.Hosting.Output;

/// <summary>One file of <c>simulate --overload-limits --json</c>.</summary>
internal sealed record OverloadTimeTraceDocument(string File, IReadOnlyList<OverloadTimeResultDocument> Results)
{
    public static OverloadTimeTraceDocument From(OverloadTimeTrace trace) => new(trace.File, [.. trace.Results.Select(OverloadTimeResultDocument.From)]);
}
