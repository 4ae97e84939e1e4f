namespace ShadowMig.Driver.Monitoring;

/// <summary>How one guest is observed.</summary>
public sealed record ObservationOptions
{
    /// <summary>Periods of the dirty-rate calculation, whole seconds, 1 to 60.</summary>
    public IReadOnlyList<TimeSpan> Periods { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Whether the shadow probe may read guest memory.</summary>
    public bool Probe { get; init; }
}
