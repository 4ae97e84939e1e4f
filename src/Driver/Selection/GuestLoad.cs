using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>What a decision knows of a guest: what it asks for, what it asked for, and what moving it takes.</summary>
/// <remarks>
/// Processor time is in the unit of <see cref="HostLoad.Capacity"/>, whatever that is (cores, MHz, MIPS).
/// </remarks>
public sealed class GuestLoad
{
    /// <summary>Name or UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Place in the caller's list.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The most processor time that it can ask for.</summary>
    public required double Capacity { get; init; }

    /// <summary>The processor time that it asks for now.</summary>
    public required double Demand { get; init; }

    /// <summary>Shares of its capacity that it asked for, evenly spaced, oldest first, the present one last.</summary>
    public required ReadOnlyMemory<double> History { get; init; }

    /// <summary>Memory that a migration has to send.</summary>
    public required ByteCount Memory { get; init; }

    /// <summary>How long a migration of it is predicted to take.</summary>
    public required TimeSpan MigrationTime { get; init; }

    /// <summary>Decisions since it last moved; null if it never did.</summary>
    public int? RoundsSinceMove { get; init; }

    /// <summary>A reason code why it must stay where it is; null when it may move.</summary>
    public string? Pinned { get; init; }

    /// <summary>Work lost by moving it, in processor time: a share of what it asks for, as long as the migration takes.</summary>
    public double MigrationCost => Demand * MigrationTime.TotalSeconds;
}
