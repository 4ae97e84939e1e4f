using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Selection;

/// <summary>The bounds of the project's own policy.</summary>
public sealed record FrugalSettings
{
    /// <summary>How loads are forecast.</summary>
    public ForecastSettings Forecast { get; init; } = new();

    /// <summary>Deviations of its load that a host must have free after it took a guest.</summary>
    public double ArrivalMargin { get; init; } = 2.5;

    /// <summary>Deviations of its load that an overloaded host should have free after guests left it.</summary>
    public double ReliefMargin { get; init; } = 0.5;

    /// <summary>How long what a move brings is counted.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Energy that each move of a host's emptying must save within the horizon, watt-hours.</summary>
    public double WattHoursPerMove { get; init; } = 10;

    /// <summary>Decisions for which a host is not emptied after a guest came to it.</summary>
    public int ArrivalCooldown { get; init; } = 6;

    /// <summary>Decisions for which a guest is not moved again to empty a host.</summary>
    public int GuestCooldown { get; init; } = 12;

    /// <summary>What a move costs beside the work that the guest loses, as a share of the host's capacity for as long as it takes.</summary>
    public double MoveOverhead { get; init; } = 0.05;

    /// <summary>Attempts in a row that may fail before no further host is tried to be emptied.</summary>
    public int FailedAttempts { get; init; } = 5;
}
