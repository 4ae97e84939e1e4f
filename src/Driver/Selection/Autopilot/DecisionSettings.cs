namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The bounds of the autopilot's decisions.</summary>
public sealed record DecisionSettings
{
    /// <summary>Load at which a node is no longer overloaded: what it is relieved to, and what a target may reach. A share of its processors.</summary>
    public double ClearedAt { get; init; } = 0.8;

    /// <summary>Share of its memory that a target must keep free, 0 to 1.</summary>
    public double LeastHeadroom { get; init; } = 0.05;

    /// <summary>Age from which readings decide nothing.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a guest stays where it is after a migration of it ended.</summary>
    public TimeSpan GuestCooldown { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a node gives and takes no guests after a migration from or to it ended.</summary>
    public TimeSpan NodeCooldown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a guest does not return to a node that it left.</summary>
    public TimeSpan ReturnAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a refused move is not tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Migrations that may be begun within an hour, by whomever.</summary>
    public int MovesPerHour { get; init; } = 12;

    /// <summary>How long what a move brings is counted.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromMinutes(30);
}
