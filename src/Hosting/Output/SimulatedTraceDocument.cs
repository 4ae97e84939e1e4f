namespace ShadowMig.Hosting.Output;

/// <summary>One trace of <c>simulate --json</c>.</summary>
internal sealed record SimulatedTraceDocument(string File, int Machines, double DurationSeconds, IReadOnlyList<SimulationResultDocument> Results)
{
    public static SimulatedTraceDocument From(SimulatedTrace trace) =>
        new(trace.File, trace.Machines, trace.Duration.TotalSeconds, [.. trace.Results.Select((r, i) => SimulationResultDocument.From(r, trace.Decisions?[i]))]);
}
