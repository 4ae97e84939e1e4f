using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>What <c>simulate --json</c> prints.</summary>
internal sealed record SimulateDocument(int Hosts, bool IdleGuestsLeave, bool MemoryCounted, IReadOnlyList<SimulatedTraceDocument> Traces)
{
    public static SimulateDocument From(SimulationModel model, IEnumerable<SimulatedTrace> traces) =>
        new(model.Hosts, model.IdleGuestsLeave, model.CountsMemory, [.. traces.Select(SimulatedTraceDocument.From)]);
}
