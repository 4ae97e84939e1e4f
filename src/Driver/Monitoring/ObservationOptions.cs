namespace ShadowMig.Driver.Monitoring;

/// <summary>How one guest is observed.</summary>
public sealed record ObservationOptions
{
    /// <summary>Periods of the dirty-rate calculation, whole seconds, 1 to 60.</summary>
    public IReadOnlyList<TimeSpan> Periods { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Whether the shadow probe may read guest memory.</summary>
    public bool Probe { get; init; }

    /// <summary>How long one call into libvirt may take.</summary>
    public TimeSpan CallBound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Fewest measurements over the shortest period, beyond the budget if need be: several in a row show phases,
    /// see <see cref="ActivityPattern"/>.
    /// </summary>
    public int ShortMeasurements { get; init; } = 1;

    /// <summary>Within this time a noisy calculation (page-sampling) repeats its shortest period for an average.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Seeds the shadow probe's choice of pages; null takes the guest's UUID and the time.</summary>
    public int? ProbeSeed { get; init; }
}
