using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Libvirt;

/// <summary>What new guests can get of a node's memory without swapping.</summary>
/// <remarks>
/// What libvirt calls cached includes shared memory. That of guests backed by memfd is resident in their QEMU, so what is
/// resident in all of them bounds the cache that can be given up. Huge pages are never counted as resident: guests that
/// have them loosen the bound, and do no harm. Pages that KSM merged are counted for each guest, and so is less of the
/// cache given; free memory always is. A tmpfs is not seen.
/// </remarks>
public static class AvailableMemory
{
    /// <summary>Free memory, buffers, and as much of the cache as the node's guests cannot be part of.</summary>
    /// <param name="memory">The node's memory.</param>
    /// <param name="resident">Resident memory of each of its active guests; a guest whose is null bounds nothing.</param>
    /// <returns>Null when the node does not tell what is free.</returns>
    public static ByteCount? Of(NodeMemory? memory, IEnumerable<ByteCount?> resident)
    {
        if (memory is not { FreeBytes: { } free })
            return null;
        long unused = checked((long)(free + (memory.BuffersBytes ?? 0)));
        long cached = checked((long)(memory.CachedBytes ?? 0));
        if (ByteCount.From(memory.TotalBytes) is { } total)
            cached = Math.Clamp(total.Value - unused - resident.Sum(guest => guest?.Value ?? 0), 0, cached);
        return new(unused + cached);
    }

    /// <summary>Asks a node: its memory, then the resident memory of its guests; each call within a bound.</summary>
    /// <exception cref="LibvirtException">The node does not tell its memory.</exception>
    /// <exception cref="TimeoutException">It does not answer for its memory.</exception>
    public static async Task<ByteCount?> ReadAsync(ILibvirtConnection node, TimeSpan bound, TimeProvider time, CancellationToken cancellationToken)
    {
        NodeMemory memory = await BoundedCall.RunAsync(node.GetNodeMemory, bound, time, cancellationToken);
        return Of(memory, await ReadResidentAsync(node, bound, time, cancellationToken));
    }

    /// <summary>Asks a node for the resident memory of its active guests, in one call; none when it does not answer, for example since a QEMU hangs.</summary>
    public static async Task<IReadOnlyList<ByteCount?>> ReadResidentAsync(
        ILibvirtConnection node, TimeSpan bound, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<DomainStatistics> guests = await BoundedCall.RunAsync(
                () => node.GetAllDomainStatistics(DomainStatisticsGroups.Balloon, DomainFilter.Active, noWait: true),
                bound, time, cancellationToken);
            return [.. guests.Select(guest => ByteCount.From(guest.Memory?.ResidentBytes))];
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return [];
        }
    }
}
