namespace ShadowMig.Driver.Selection;

/// <summary>Any guest (RS; Beloglazov and Buyya, CCPE 2012, section 6.2), drawn from a seed and from what is chosen between, so that the same choice falls out the same again.</summary>
public sealed class RandomChoice(ulong seed) : IGuestSelector
{
    /// <inheritdoc/>
    public string Name => "rs";

    /// <inheritdoc/>
    public GuestLoad Choose(HostLoad host, IReadOnlyList<GuestLoad> movable)
    {
        ulong state = Mix(seed ^ (ulong)host.Ordinal);
        foreach (GuestLoad guest in movable)
            state = Mix(state ^ (ulong)guest.Ordinal ^ (ulong)BitConverter.DoubleToInt64Bits(guest.Demand));
        return movable[(int)(state % (ulong)movable.Count)];
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
