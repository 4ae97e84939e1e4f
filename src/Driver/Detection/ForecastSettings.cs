namespace ShadowMig.Driver.Detection;

/// <summary>How loads are forecast.</summary>
public sealed record ForecastSettings
{
    /// <summary>Samples that are looked at.</summary>
    public int Window { get; init; } = 36;

    /// <summary>Weight of the newest sample in the exponentially weighted mean, 0 to 1; that of each older one is less by the same share.</summary>
    public double NewestWeight { get; init; } = 0.4;

    /// <summary>Deviation of a guest whose load is not known yet, as a share of its capacity.</summary>
    public double UnknownDeviation { get; init; } = 0.2;

    /// <summary>How many samples the deviation of an unknown guest is worth beside those that were seen.</summary>
    public double UnknownWeight { get; init; } = 4;

    /// <summary>Share of capacity that the forecast mean may reach before a host is overloaded.</summary>
    public double OverloadedAt { get; init; } = 0.9;
}
