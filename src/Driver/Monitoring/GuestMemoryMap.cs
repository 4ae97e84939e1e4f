namespace ShadowMig.Driver.Monitoring;

/// <summary>Where a guest's RAM lies in its physical address space, so that no probe asks for a hole.</summary>
/// <remarks>
/// QEMU answers a peek into a hole with made-up bytes instead of an error, so holes must not be asked for at all.
/// Splits as in QEMU's hw/i386/pc_q35.c, pc_piix.c, microvm.c and hw/arm/virt.c. Hot-plugged memory is left out.
/// </remarks>
internal sealed class GuestMemoryMap
{
    private const ulong Gibibyte = 1UL << 30;
    private const ulong VideoStart = 0xA0000, VideoEnd = 0x100000;

    private GuestMemoryMap(IReadOnlyList<MemoryRange> ranges)
    {
        Ranges = ranges;
        Length = ranges.Aggregate(0UL, (sum, range) => sum + range.Length);
    }

    /// <summary>Ranges of RAM by rising address.</summary>
    public IReadOnlyList<MemoryRange> Ranges { get; }

    /// <summary>All RAM that may be peeked at, bytes.</summary>
    public ulong Length { get; }

    /// <summary>The map of a machine; null for one whose layout is not known.</summary>
    /// <param name="architecture">For example x86_64; null is taken for it.</param>
    /// <param name="machine">Machine type, for example pc-q35-7.2.</param>
    /// <param name="memory">RAM at start, bytes.</param>
    public static GuestMemoryMap? For(string? architecture, string? machine, ulong memory) => architecture switch
    {
        null or "x86_64" or "i686" => X86(machine ?? "pc", memory),
        "aarch64" => new([new(Gibibyte, memory)]),
        "s390x" or "ppc64" or "ppc64le" => new([new(0, memory)]),
        _ => null,
    };

    /// <summary>The physical address that is so far into the RAM, holes left out.</summary>
    public ulong AddressAt(ulong offset) => At(offset).Start;

    /// <summary>Bytes of RAM from there to the next hole or the end.</summary>
    public ulong ContiguousAt(ulong offset) => At(offset).Length;

    /// <summary>What is left of the range that the offset lies in.</summary>
    private MemoryRange At(ulong offset)
    {
        ulong left = offset;
        foreach (MemoryRange range in Ranges)
        {
            if (left < range.Length)
                return new(range.Start + left, range.Length - left);
            left -= range.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(offset), offset, "beyond the guest's memory");
    }

    private static GuestMemoryMap X86(string machine, ulong memory)
    {
        bool isQ35 = machine.Contains("q35", StringComparison.Ordinal);
        ulong limit = isQ35 ? 0xB0000000UL : 0xE0000000UL;
        ulong split = isQ35 ? 2 * Gibibyte : 3 * Gibibyte;
        ulong low = memory >= limit ? split : memory;
        List<MemoryRange> ranges = [new(0, Math.Min(low, VideoStart))];
        if (low > VideoEnd)
            ranges.Add(new(VideoEnd, low - VideoEnd));
        if (memory > low)
            ranges.Add(new(4 * Gibibyte, memory - low));
        return new(ranges);
    }
}
