using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination has the memory that the guest needs, in pages of its kind.</summary>
public sealed class DestinationMemoryCheck : IPreflightCheck
{
    private const int DefaultHugePageKibibytes = 2048;

    /// <inheritdoc/>
    public string Name => "destination-memory";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (ILibvirtConnection destination, DomainDescription guest) = (context.Destination!, context.Description!);
        MemoryDemand demand = MemoryDemand.Of(guest);
        ByteCount? available = await context.AskAvailableMemoryAsync(destination, cancellationToken);
        if (available is { } free && free < demand.BasePages)
            return CheckFinding.Fail(ReasonCodes.DestinationMemory, $"the destination has {free} to give, the guest needs {demand.BasePages}");
        if (guest.UsesHugePages)
        {
            int kibibytes = guest.HugePageSize is { } size ? (int)(size.Value >> 10) : DefaultHugePageKibibytes;
            IReadOnlyList<FreePages> pages = await context.AskAsync(() => FreePages(destination, kibibytes, guest.BoundNumaNodes), cancellationToken);
            var hugeFree = new ByteCount(pages.Sum(p => (long)p.Count * p.PageSizeKibibytes * 1024));
            if (hugeFree < demand.HugePages)
            {
                return CheckFinding.Fail(
                    ReasonCodes.DestinationMemory, $"the destination has {hugeFree} in huge pages of {kibibytes} KiB, the guest needs {demand.HugePages}");
            }
        }

        return available is null
            ? CheckFinding.Skip("the destination does not tell how much memory it has")
            : CheckFinding.Pass($"the destination has {available} to give, the guest needs {demand.BasePages + demand.HugePages}");
    }

    // Memory that is bound to NUMA nodes comes from those alone.
    private static FreePages[] FreePages(ILibvirtConnection node, int kibibytes, IReadOnlyList<int> bound) =>
        [.. (bound.Count == 0 ? [-1] : bound).SelectMany(cell => node.GetFreePages([kibibytes], cell, 1))];
}
