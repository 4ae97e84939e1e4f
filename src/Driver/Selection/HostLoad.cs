using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>A host with its guests as a decision tries them: guests are added and removed to see what would be.</summary>
/// <remarks>Only the decision that made it changes it. The same steps on the same values give the same values.</remarks>
public sealed class HostLoad
{
    private readonly List<GuestLoad> _guests = [];
    private readonly double[] _history;
    private int _recorded;
    private double _asked;
    private bool _isShort;

    /// <summary>A host without guests.</summary>
    /// <param name="ordinal">Place in the caller's list.</param>
    /// <param name="window">How many samples of history detectors look at.</param>
    public HostLoad(int ordinal, int window)
    {
        Ordinal = ordinal;
        _history = new double[window];
    }

    /// <summary>Name.</summary>
    public required string Id { get; init; }

    /// <summary>Place in the caller's list.</summary>
    public int Ordinal { get; }

    /// <summary>Processor time that it can give, in any unit that all guests and hosts share.</summary>
    public required double Capacity
    {
        get;
        init => field = Free = value;
    }

    /// <summary>Processor time that one of its cores can give.</summary>
    public required double CoreCapacity { get; init; }

    /// <summary>Its electrical power.</summary>
    public required PowerCurve Power { get; init; }

    /// <summary>Processor time that it was last seen to give; 0 where it runs nothing.</summary>
    public required double MeasuredUse { get; init; }

    /// <summary>Memory that it can give to guests; null where memory is not counted.</summary>
    public ByteCount? Memory
    {
        get;
        init => field = FreeMemory = value;
    }

    /// <summary>Memory that its guests leave; null where memory is not counted.</summary>
    public ByteCount? FreeMemory { get; private set; }

    /// <summary>Decisions since a guest last came to it; null if none ever did.</summary>
    public int? RoundsSinceArrival { get; init; }

    /// <summary>A reason code why no guest may come to it; null when guests may come.</summary>
    public string? Closed { get; set; }

    /// <summary>Its guests, in the order in which they came.</summary>
    public IReadOnlyList<GuestLoad> Guests => _guests;

    /// <summary>Whether it was seen to run something.</summary>
    public bool IsBusy => MeasuredUse != 0;

    /// <summary>Processor time that its guests do not ask for.</summary>
    public double Free { get; private set; }

    /// <summary>What its guests ask for, as a share of its capacity.</summary>
    public double Demand => _asked / Capacity;

    /// <summary>Sum of the squares of what its guests can ask for: how restless they may be before they are known.</summary>
    internal double SquaredCapacities { get; private set; }

    /// <summary>What its guests asked for.</summary>
    public LoadHistory Load => new(_history.AsSpan(_history.Length - _recorded), Demand);

    /// <summary>Length of the buffer that <see cref="LoadWith"/> needs.</summary>
    public int Window => _history.Length;

    /// <summary>What its guests would have asked for with one more among them.</summary>
    public LoadHistory LoadWith(GuestLoad guest, Span<double> buffer)
    {
        _history.CopyTo(buffer);
        AddHistory(guest, buffer);
        int recorded = Math.Max(_recorded, Math.Min(guest.History.Length, buffer.Length));
        return new(buffer[^recorded..], (_asked + guest.Demand) / Capacity);
    }

    /// <summary>Adds a guest.</summary>
    public void Add(GuestLoad guest)
    {
        _guests.Add(guest);
        Count(guest);
    }

    /// <summary>Removes a guest.</summary>
    public void Remove(GuestLoad guest)
    {
        _guests.Remove(guest);
        Array.Clear(_history);
        (_recorded, _isShort, Free, FreeMemory, _asked, SquaredCapacities) = (0, false, Capacity, Memory, 0, 0);
        foreach (GuestLoad other in _guests)
            Count(other);
    }

    private void Count(GuestLoad guest)
    {
        AddHistory(guest, _history);
        _recorded = Math.Max(_recorded, Math.Min(guest.History.Length, _history.Length));
        _asked += guest.Demand;
        SquaredCapacities += guest.Capacity * guest.Capacity;
        FreeMemory -= guest.Memory;
        // No virtual processor runs faster than a core. What does not fit takes all that is left.
        double taken = Math.Min(guest.Demand, CoreCapacity);
        _isShort |= taken > Free;
        Free = _isShort ? 0 : Free - taken;
    }

    private void AddHistory(GuestLoad guest, Span<double> history)
    {
        ReadOnlySpan<double> values = guest.History.Span;
        int count = Math.Min(values.Length, history.Length);
        Span<double> newest = history[^count..];
        values = values[^count..];
        for (int i = 0; i < count; i++)
            newest[i] += values[i] * guest.Capacity / Capacity;
    }
}
