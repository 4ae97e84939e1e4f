using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Tests.Selection;

/// <summary>Small fleets: hosts of 1000, guests by what they ask for.</summary>
internal static class Fleets
{
    public static GuestLoad Guest(int ordinal, double demand, double memoryMebibytes = 1000, double[]? history = null) => new()
    {
        Id = $"guest {ordinal}",
        Ordinal = ordinal,
        Capacity = 1000,
        Demand = demand,
        History = history ?? [.. Enumerable.Repeat(demand / 1000, 36)],
        Memory = ByteCount.FromMebibytes(memoryMebibytes),
        MigrationTime = TimeSpan.FromSeconds(memoryMebibytes / 100),
    };

    public static GuestLoad With(this GuestLoad guest, string? pinned = null, int? roundsSinceMove = null) => new()
    {
        Id = guest.Id,
        Ordinal = guest.Ordinal,
        Capacity = guest.Capacity,
        Demand = guest.Demand,
        History = guest.History,
        Memory = guest.Memory,
        MigrationTime = guest.MigrationTime,
        Pinned = pinned,
        RoundsSinceMove = roundsSinceMove,
    };

    public static HostLoad Host(int ordinal, params GuestLoad[] guests) => Host(ordinal, null, guests);

    public static HostLoad Host(int ordinal, int? roundsSinceArrival, params GuestLoad[] guests)
    {
        HostLoad host = new(ordinal, 36)
        {
            Id = $"host {ordinal}",
            Capacity = 1000,
            CoreCapacity = 1000,
            Power = new(100, 150),
            MeasuredUse = Math.Min(1000, guests.Sum(g => g.Demand)),
            RoundsSinceArrival = roundsSinceArrival,
        };
        foreach (GuestLoad guest in guests)
            host.Add(guest);
        return host;
    }

    public static IEnumerable<string> Described(this FleetDecision decision) => decision.Moves.Select(m => $"{m.Guest.Id}: {m.From.Id} to {m.To.Id}");
}
