namespace ShadowMig.Driver.Simulation;

/// <summary>What came of running a data centre by one policy.</summary>
/// <param name="Policy">The policy.</param>
public sealed record SimulationResult(string Policy)
{
    /// <summary>Energy of all hosts, kWh.</summary>
    public required double EnergyKilowattHours { get; init; }

    /// <summary>Migrations that were begun.</summary>
    public required int Migrations { get; init; }

    /// <summary>SLATAH: share of the time that hosts ran something in which they gave less than was asked for, 0 to 1.</summary>
    public required double OverloadTimeRatio { get; init; }

    /// <summary>PDM: share of the work asked for that was lost by migrating, 0 to 1.</summary>
    public required double MigrationLossRatio { get; init; }

    /// <summary>Share of the work asked for that was not done, whatever the cause, 0 to 1.</summary>
    public required double MissingRatio { get; init; }

    /// <summary>How many hosts ran something, on average over time.</summary>
    public required double ActiveHosts { get; init; }

    /// <summary>How often a host came to run nothing.</summary>
    public required int HostShutdowns { get; init; }

    /// <summary>How often, over all decisions, a host was found overloaded.</summary>
    public required int Overloads { get; init; }

    /// <summary>How often no move helped.</summary>
    public required int Stuck { get; init; }

    /// <summary>SLAV: SLATAH times PDM.</summary>
    public double Violation => OverloadTimeRatio * MigrationLossRatio;

    /// <summary>ESV: energy in kWh times SLAV.</summary>
    public double EnergyViolation => EnergyKilowattHours * Violation;
}
