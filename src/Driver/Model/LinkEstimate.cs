namespace ShadowMig.Driver.Model;

/// <summary>What the way between two nodes gives to a migration.</summary>
public sealed record LinkEstimate
{
    /// <summary>Rate that one migration stream reaches without a cap.</summary>
    public required BytesPerSecond Rate { get; init; }

    /// <summary>Whether the rate was seen in a migration between these nodes, or is an assumption.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Fixed part of the downtime: device state and the switch itself.</summary>
    public required TimeSpan SwitchoverCost { get; init; }
}
