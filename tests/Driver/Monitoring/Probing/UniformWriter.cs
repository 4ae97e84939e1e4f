namespace ShadowMig.Driver.Tests.Monitoring.Probing;

/// <summary>A guest that writes to pages picked at random from one piece of memory.</summary>
internal sealed class UniformWriter(ulong start, ulong length, double writesPerSecond)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(10);

    private double WritesOfAPage => writesPerSecond / (length / 4096);

    /// <summary>W(t), bytes.</summary>
    public double WorkingSet(TimeSpan time) => length * (1 - Math.Exp(-WritesOfAPage * time.TotalSeconds));

    /// <summary>In how many slots of time a page was written so far; one more since the start, so that no page of it is zero.</summary>
    public int Writes(ulong address, TimeSpan elapsed)
    {
        if (address < start || address >= start + length)
            return 0;
        double chance = 1 - Math.Exp(-WritesOfAPage * Slot.TotalSeconds);
        int writes = 1;
        for (uint slot = 0; slot < elapsed / Slot; slot++)
            writes += Uniform(address >> 12, slot) < chance ? 1 : 0;
        return writes;
    }

    /// <summary>SplitMix64 of both numbers, 0 to 1.</summary>
    private static double Uniform(ulong page, uint slot)
    {
        ulong mixed = (page * 0x9E3779B97F4A7C15) + (slot * 0xD1B54A32D192ED03);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (mixed ^ (mixed >> 31)) / (double)ulong.MaxValue;
    }
}
