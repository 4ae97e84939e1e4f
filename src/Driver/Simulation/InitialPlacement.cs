using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Simulation;

/// <summary>Puts guests on hosts at the start, by all the processor time and memory that they may use.</summary>
internal static class InitialPlacement
{
    /// <summary>Places all guests, in their order.</summary>
    /// <exception cref="SimulationException">They do not all fit.</exception>
    public static void Place(IReadOnlyList<SimulatedGuest> guests, IReadOnlyList<SimulatedHost> hosts, Placement placement)
    {
        Room[] rooms = [.. hosts.Select(h => new Room(h))];
        foreach (SimulatedGuest guest in guests)
        {
            IEnumerable<Room> fitting = rooms.Where(r => r.Fits(guest.Type));
            Room room = (placement == Placement.FirstFit ? fitting.FirstOrDefault() : fitting.MinBy(r => r.PowerIncrease(guest.Type)))
                ?? throw new SimulationException($"{hosts.Count} hosts are too few: {guest.Ordinal} of {guests.Count} machines fit; give more --hosts");
            room.Take(guest);
        }
    }

    private sealed class Room(SimulatedHost host)
    {
        private double _mips = host.Type.Mips;
        private ByteCount _memory = host.Type.Memory;

        public bool Fits(GuestType guest) => host.Type.CoreMips >= guest.Mips && _mips >= guest.Mips && _memory >= guest.Memory;

        // As published: guests that were placed before are not seen to use anything yet.
        public double PowerIncrease(GuestType guest) => host.Type.Power.At(guest.Mips / host.Type.Mips) - host.Type.Power.Idle;

        public void Take(SimulatedGuest guest)
        {
            _mips -= guest.Type.Mips;
            _memory -= guest.Type.Memory;
            host.Receive(guest);
        }
    }
}
