namespace ShadowMig.Hosting.Output;

/// <summary>What <c>simulate --overload-limits --json</c> prints.</summary>
internal sealed record OverloadTimeDocument(IReadOnlyList<OverloadTimeTraceDocument> Traces)
{
    public static OverloadTimeDocument From(IEnumerable<OverloadTimeTrace> traces) => new([.. traces.Select(OverloadTimeTraceDocument.From)]);
}
