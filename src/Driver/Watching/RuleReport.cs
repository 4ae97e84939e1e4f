using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Watching;

/// <summary>Where all rules stand after a tick, and what they were judged by.</summary>
/// <param name="Sample">The readings of the tick; null before the first.</param>
/// <param name="Statuses">The rules: those of the node first, then guest by guest.</param>
public sealed record RuleReport(SignalSample? Sample, IReadOnlyList<RuleStatus> Statuses)
{
    /// <summary>Nothing judged yet.</summary>
    public static RuleReport Empty { get; } = new(null, []);
}
