using System.ComponentModel.DataAnnotations;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Whether and how guests are moved without being asked; configuration section <c>Autopilot</c>.</summary>
public sealed class AutopilotOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Autopilot";

    /// <summary>Whether the service watches the nodes of the inventory and decides; without an inventory there is nothing to decide.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether it moves guests; unarmed it records what it would have done.</summary>
    public bool Armed { get; set; }

    /// <summary>How overload of a node by its guests is found: <c>forecast</c> or <c>threshold</c>.</summary>
    [Required]
    public string Detector { get; set; } = "forecast";

    /// <summary>Load above which a node is overloaded, a share of its processors.</summary>
    [Range(0.1, 10)]
    public double OverloadedAt { get; set; } = 0.9;

    /// <summary>Load to which an overloaded node is relieved, and to which a target may be filled.</summary>
    [Range(0.05, 10)]
    public double ClearedAt { get; set; } = 0.8;

    /// <summary>How long an overload must last to move anybody.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a guest stays after a migration of it ended.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan GuestCooldown { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a node gives and takes no guests after a migration from or to it ended.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan NodeCooldown { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a guest does not return to a node that it left.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan ReturnAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a refused move is not tried again.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Migrations that may be begun within an hour, by whomever.</summary>
    [Range(1, 1000)]
    public int MovesPerHour { get; set; } = 12;

    /// <summary>Migrations from or to one node that may run at a time.</summary>
    [Range(1, 16)]
    public int MovesPerNode { get; set; } = 1;

    /// <summary>How long what a move brings is counted, against what it costs.</summary>
    [PositiveTime(Hours = 24)]
    public TimeSpan Horizon { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Decisions that the journal keeps.</summary>
    [Range(1, 100_000)]
    public int Decisions { get; set; } = 500;
}
