using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>A machine of the trace as a guest.</summary>
internal sealed class SimulatedGuest(int ordinal, GuestType type, ReadOnlyMemory<double> utilization, double intervalSeconds)
{
    private readonly double[] _history = new double[utilization.Length];
    private int _recorded;
    private int? _movedInRound;
    private double _share;

    public int Ordinal => ordinal;

    public GuestType Type => type;

    /// <summary>The host that runs it; null when it has left.</summary>
    public SimulatedHost? Host { get; set; }

    public bool IsMigrating { get; set; }

    /// <summary>What it asks for, MIPS.</summary>
    public double Demand { get; private set; }

    /// <summary>Takes what it asks for at a time, in seconds from the first sample; between samples on a straight line.</summary>
    public void Advance(double seconds)
    {
        ReadOnlySpan<double> values = utilization.Span;
        int before = (int)Math.Floor(seconds / intervalSeconds);
        int after = (int)Math.Ceiling(seconds / intervalSeconds);
        double first = values[Math.Min(before, values.Length - 1)];
        double last = values[Math.Min(after, values.Length - 1)];
        _share = before == after ? first : first + ((last - first) / ((after - before) * intervalSeconds) * (seconds - (before * intervalSeconds)));
        Demand = _share * type.Mips;
    }

    /// <summary>Remembers what it asks for as a sample of its history.</summary>
    public void Record() => _history[_recorded++] = _share;

    public void Moved(int round) => _movedInRound = round;

    /// <summary>What a decision knows of it.</summary>
    public GuestLoad Describe(int round, int window, TimeSpan migrationTime) => new()
    {
        Id = $"guest {ordinal + 1}",
        Ordinal = ordinal,
        Capacity = type.Mips,
        Demand = Demand,
        History = _history.AsMemory(Math.Max(0, _recorded - window).._recorded),
        Memory = type.Memory,
        MigrationTime = migrationTime,
        RoundsSinceMove = round - _movedInRound,
        Pinned = IsMigrating ? ReasonCodes.DomainBusy : null,
    };
}
