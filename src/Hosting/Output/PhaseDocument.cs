using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>A phase in JSON.</summary>
internal sealed record PhaseDocument(string Name, DateTimeOffset StartedAt, double Seconds)
{
    public static PhaseDocument From(PhaseTiming phase) => new(phase.Phase.Name(), phase.StartedAt, phase.Duration.TotalSeconds);
}
