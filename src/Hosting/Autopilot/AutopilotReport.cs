using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>Where the autopilot stands after a look at the fleet.</summary>
internal sealed record AutopilotReport
{
    /// <summary>Before the first look, or where there is no fleet to look at.</summary>
    public static AutopilotReport Empty { get; } = new();

    /// <summary>When it looked; null before the first time.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether it moves guests.</summary>
    public bool IsArmed { get; init; }

    /// <summary>The fleet.</summary>
    public IReadOnlyList<FleetNodeSample> Nodes { get; init; } = [];

    /// <summary>Where the rule about what guests ask for stands, by node.</summary>
    public IReadOnlyList<(string Node, RuleStatus Status)> Loads { get; init; } = [];

    /// <summary>The decision of that look.</summary>
    public AutopilotDecision Decision { get; init; } = AutopilotDecision.Nothing;

    /// <summary>Moves that wait or run.</summary>
    public IReadOnlyList<DecidedMove> UnderWay { get; init; } = [];

    /// <summary>The last decision that was recorded since the service started: identifier, time and outcome; null when there was none.</summary>
    public (string Id, DateTimeOffset At, DecisionOutcome Outcome)? Recorded { get; init; }
}
