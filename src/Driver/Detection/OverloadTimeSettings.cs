namespace ShadowMig.Driver.Detection;

/// <summary>How long a host may be overloaded, and what may be risked for staying longer.</summary>
/// <param name="Limit">Share of the time since the last move that the host may be overloaded, 0 to 1.</param>
public sealed record OverloadTimeSettings(double Limit)
{
    /// <summary>How long a migration takes, in samples. It counts as overload.</summary>
    public double MigrationSamples { get; init; } = 0.1;

    /// <summary>Samples before anything is decided.</summary>
    public int Learning { get; init; } = 30;

    /// <summary>Whether the limit may be exceeded for a time in the hope that it is kept in the end.</summary>
    public bool MayHope { get; init; } = true;

    /// <summary>Where the next sample may break the limit, how likely an overload may be, in limits.</summary>
    public double NextRisk { get; init; } = 1.6;

    /// <summary>While the limit is exceeded, how frequent overload may be expected to be, in limits.</summary>
    public double LaterRisk { get; init; } = 1.8;

    /// <summary>How far the limit may be exceeded, in samples of overload.</summary>
    public double MostExcess { get; init; } = 4;

    /// <summary>Newest samples that tell what comes.</summary>
    public int Window { get; init; } = 20;

    /// <summary>Share of what the last sample was off its mean that the next one is expected to be, 0 to 1.</summary>
    public double Persistence { get; init; } = 0.35;

    /// <summary>Weight of all that was seen since the last move beside the newest samples, 0 to 1.</summary>
    public double LongTermWeight { get; init; } = 0.5;
}
