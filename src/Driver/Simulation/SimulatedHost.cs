using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>A host: shares its processors among its guests, and keeps account of what they got.</summary>
internal sealed class SimulatedHost(int ordinal, HostType type, double migrationLoss, ServiceAccount account)
{
    private readonly HashSet<SimulatedGuest> _arriving = [];
    private int? _arrivalInRound;
    private double _previousUse;
    private double _use;

    public int Ordinal => ordinal;

    public HostType Type => type;

    /// <summary>Guests that run on it or are on their way to it, in the order in which they came.</summary>
    public List<SimulatedGuest> Guests { get; } = [];

    /// <summary>Processor time given, MIPS, without the loss by migrations that leave.</summary>
    public double Use => _use;

    /// <summary>A guest begins to come.</summary>
    public void Expect(SimulatedGuest guest, int round)
    {
        _arrivalInRound = round;
        if (_arriving.Add(guest))
            Guests.Add(guest);
    }

    /// <summary>A guest that came is there, and counts as the last that came.</summary>
    public void Receive(SimulatedGuest guest)
    {
        _arriving.Remove(guest);
        Guests.Remove(guest);
        Guests.Add(guest);
        guest.Host = this;
    }

    /// <summary>Shares the processors by what guests ask for now.</summary>
    public void Share(double seconds)
    {
        _previousUse = _use;
        _use = 0;
        double asked = 0;
        double scale = Scale();
        foreach (SimulatedGuest guest in Guests)
        {
            bool isArriving = _arriving.Contains(guest);
            bool isLeaving = guest.IsMigrating && !isArriving;
            double given = Given(guest, isArriving, isLeaving, scale);
            asked += guest.Demand;
            if (!isArriving)
                account.OfGuest(guest.Ordinal).Enter(seconds, given, guest.Demand, isLeaving);
            _use += isLeaving ? given / (1 - migrationLoss) : given;
        }

        account.OfHost(ordinal).Enter(seconds, _use, asked, _use > 0);
    }

    /// <summary>Energy since the last sharing, joules: the mean of the power then and now; none where nothing ran.</summary>
    public double Energy(double seconds)
    {
        if (_previousUse == 0)
            return 0;
        double before = type.Power.At(_previousUse / type.Mips);
        return (before + ((type.Power.At(_use / type.Mips) - before) / 2)) * seconds;
    }

    /// <summary>What a decision knows of it.</summary>
    public HostLoad Describe(int round, int window, bool countsMemory) => new(ordinal, window)
    {
        Id = $"host {ordinal + 1}",
        Capacity = type.Mips,
        CoreCapacity = type.CoreMips,
        Power = type.Power,
        MeasuredUse = _use,
        Memory = countsMemory ? type.Memory : null,
        RoundsSinceArrival = round - _arrivalInRound,
    };

    // The share that each guest gets where all together ask for more than there is; null where there is enough.
    private double Scale()
    {
        double free = type.Mips;
        double needed = 0;
        bool isShort = false;
        foreach (SimulatedGuest guest in Guests)
        {
            double need = Need(guest, _arriving.Contains(guest));
            needed += need;
            isShort |= need > free;
            free -= need;
        }

        return isShort ? type.Mips / needed : double.NaN;
    }

    private double Given(SimulatedGuest guest, bool isArriving, bool isLeaving, double scale)
    {
        double given = Need(guest, isArriving);
        if (!double.IsNaN(scale))
            given *= scale;
        if (isLeaving)
            given *= 1 - migrationLoss;
        // CloudSim deals out whole MIPS where there is not enough.
        return double.IsNaN(scale) ? given : Math.Floor(given);
    }

    // A guest on its way to the host takes as much there as it loses where it still runs.
    private double Need(SimulatedGuest guest, bool isArriving)
    {
        double need = Math.Min(guest.Demand, type.CoreMips);
        return isArriving ? need * migrationLoss : need;
    }
}
