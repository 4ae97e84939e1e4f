using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Page;

/// <summary>All that the page shows of one moment.</summary>
internal sealed record PageData
{
    /// <summary>This node and its guests.</summary>
    public required NodeSnapshot Snapshot { get; init; }

    /// <summary>Where the rules stand.</summary>
    public required RulesDocument Rules { get; init; }

    /// <summary>Where the autopilot stands, and the fleet as it sees it.</summary>
    public required AutopilotDocument Autopilot { get; init; }

    /// <summary>What is in flight.</summary>
    public required JournalReading Journal { get; init; }

    /// <summary>What lies behind.</summary>
    public required PastReading Past { get; init; }
}
