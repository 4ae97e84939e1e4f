using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Detection.Rules;

/// <summary>One rule of the node, judged at readings that come every two seconds.</summary>
internal sealed class RuleRun(Rule rule)
{
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Validity = 3 * Tick;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    public RuleTrack Track { get; private set; } = RuleEvaluator.Begin(rule, null, new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));

    public RuleStatus Status => Track.Status;

    /// <summary>A reading at each tick; null is a tick without one.</summary>
    public IReadOnlyList<RuleState> Read(params double?[] values) => [.. values.Select(value =>
    {
        Now += Tick;
        return Judge(value is { } number ? new(rule.Signal, null, number, Now, Now + Validity) : null);
    })];

    public IReadOnlyList<RuleState> Read(double value, TimeSpan time) => Read([.. Enumerable.Repeat<double?>(value, (int)(time / Tick))]);

    public void SetBack(TimeSpan time) => Now -= time;

    public RuleState Judge(SignalReading? reading)
    {
        Track = RuleEvaluator.Next(Track, reading, Now);
        return Status.State;
    }
}
