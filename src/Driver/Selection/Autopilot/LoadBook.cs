using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Where the rule about what guests ask for stands on each node. Pure: the next book comes from this one and the readings.</summary>
public sealed record LoadBook
{
    /// <summary>The signal: what the guests of a node ask for, as a share of its processors.</summary>
    public const string Signal = "guest-demand";

    private Dictionary<string, RuleTrack> Tracks { get; init; } = [];

    /// <summary>Nothing known yet.</summary>
    public static LoadBook Empty { get; } = new();

    /// <summary>Where the rule stands, by node.</summary>
    public IReadOnlyList<(string Node, RuleStatus Status)> Statuses => [.. Tracks.Select(t => (t.Key, t.Value.Status)).OrderBy(t => t.Key, StringComparer.Ordinal)];

    /// <summary>The book after a look at the fleet; nodes that left the inventory are forgotten, and another rule begins anew.</summary>
    /// <param name="loads">The load of each node and when it was read; null where there was none yet.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="now">The time.</param>
    /// <param name="staleAfter">Age from which a load decides nothing.</param>
    public LoadBook Next(IEnumerable<(string Node, double? Load, DateTimeOffset? At)> loads, Rule rule, DateTimeOffset now, TimeSpan staleAfter)
    {
        Dictionary<string, RuleTrack> next = [];
        foreach ((string node, double? load, DateTimeOffset? at) in loads)
        {
            RuleTrack before = Tracks.TryGetValue(node, out RuleTrack? known) && known.Status.Rule == rule ? known : RuleEvaluator.Begin(rule, null, now);
            SignalReading? reading = load is { } value && at is { } readAt ? new(Signal, null, value, readAt, readAt + staleAfter) : null;
            next[node] = RuleEvaluator.Next(before, reading, now);
        }

        return new() { Tracks = next };
    }
}
