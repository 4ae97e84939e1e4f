using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Memory that a guest needs on a node: its own, and what QEMU adds.</summary>
/// <param name="BasePages">In ordinary pages.</param>
/// <param name="HugePages">In huge pages of the guest's size.</param>
public sealed record MemoryDemand(ByteCount BasePages, ByteCount HugePages)
{
    private static readonly ByteCount SmallestOverhead = ByteCount.FromMebibytes(64);

    /// <summary>The demand of a guest: its memory, and 5 % of it but at least 64 MiB for page tables, device state and buffers.</summary>
    public static MemoryDemand Of(DomainDescription guest)
    {
        var share = new ByteCount(guest.Memory.Value / 20);
        ByteCount overhead = share > SmallestOverhead ? share : SmallestOverhead;
        return guest.UsesHugePages ? new(overhead, guest.Memory) : new(guest.Memory + overhead, ByteCount.Zero);
    }
}
