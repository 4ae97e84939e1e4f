using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Simulation;

/// <summary>The data centre that is simulated. The defaults are those of CloudSim 3.0.3's PlanetLab examples.</summary>
public sealed record SimulationModel
{
    /// <summary>How many hosts there are; their types take turns.</summary>
    public int Hosts { get; init; } = 800;

    /// <summary>Kinds of hosts. By default HP ProLiant ML110 G4 and G5 with their published SPECpower results.</summary>
    public IReadOnlyList<HostType> HostTypes { get; init; } =
    [
        new("HP ProLiant ML110 G4", 2, 1860, ByteCount.FromMebibytes(4096), new(86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117)),
        new("HP ProLiant ML110 G5", 2, 2660, ByteCount.FromMebibytes(4096), new(93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135)),
    ];

    /// <summary>Kinds of guests: the first part of the machines of a trace is of the first kind, and so on.</summary>
    public IReadOnlyList<GuestType> GuestTypes { get; init; } =
    [
        new(2500, ByteCount.FromMebibytes(870)),
        new(2000, ByteCount.FromMebibytes(1740)),
        new(1000, ByteCount.FromMebibytes(1740)),
        new(500, ByteCount.FromMebibytes(613)),
    ];

    /// <summary>What a migration sends a second: half of a 1 Gbit/s link, which CloudSim counts as 62.5 of the units of its memory.</summary>
    public BytesPerSecond MigrationRate { get; init; } = BytesPerSecond.FromMebibytes(62.5);

    /// <summary>Share of its processor time that a guest loses while it migrates.</summary>
    public double MigrationLoss { get; init; } = 0.1;

    /// <summary>Whether a guest that asks for nothing is taken for finished and leaves for good, as in CloudSim.</summary>
    public bool IdleGuestsLeave { get; init; } = true;

    /// <summary>Whether a host may take a guest only if it has the memory. CloudSim asks for that at the start only.</summary>
    public bool CountsMemory { get; init; }

    /// <summary>How long a migration of a guest takes.</summary>
    public TimeSpan MigrationTime(GuestType guest) => TimeSpan.FromSeconds(MigrationSeconds(guest));

    /// <summary>How long a migration of a guest takes, seconds.</summary>
    internal double MigrationSeconds(GuestType guest) => guest.Memory.Mebibytes / (MigrationRate.Value / (1 << 20));

    /// <summary>The kind of one machine of a trace.</summary>
    internal GuestType TypeOf(int machine, int machines) => GuestTypes[machine / (int)Math.Ceiling(machines / (double)GuestTypes.Count)];
}
