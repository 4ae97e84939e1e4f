using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>ShadowMig on a link that loses part of its rate after the transfer began: does the time that it shows follow?</summary>
/// <remarks>It works on a copy of the journal: what it learns from such a link is not for the other runs.</remarks>
internal sealed class SqueezedMover(ShadowMigProgram program) : IMover
{
    /// <summary>Name of its runs.</summary>
    public const string Policy = "shadowmig:squeezed";

    /// <summary>Share of the rate that is left.</summary>
    public const double Left = 0.6;

    /// <summary>When, since libvirt's job began.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public string Name => Policy;

    public bool AppliesTo(Cell cell) => true;

    public async Task<Attempt> MoveAsync(BenchGuest guest, int source, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task squeeze = SqueezeAsync(guest, source, end.Token);
        try
        {
            return await new ShadowMigMover(program.OnCopiedJournal(guest.Lab.Suite, guest.Cell.LinkMebibytesPerSecond))
                .MoveAsync(guest, source, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await squeeze;
            await guest.Lab.LinkAsync(guest.Cell.LinkMebibytesPerSecond);
        }
    }

    private static async Task SqueezeAsync(BenchGuest guest, int source, CancellationToken end)
    {
        using ILibvirtDomain? domain = guest.Lab.Connection(source).FindDomainByName(BenchGuest.Name);
        try
        {
            while (domain is not null && !IsUnderWay(domain))
                await Task.Delay(Poll, end);
            await guest.Lab.LinkAsync((int)(guest.Cell.LinkMebibytesPerSecond * Left));
        }
        catch (OperationCanceledException)
        {
            // It ended, or was refused, before there was anything to squeeze.
        }
    }

    private static bool IsUnderWay(ILibvirtDomain domain)
    {
        try
        {
            DomainJobStatistics job = domain.GetJobStatistics();
            return job.Type is DomainJobType.Bounded or DomainJobType.Unbounded && job.MemoryProcessedBytes > 0 && job.Elapsed > After;
        }
        catch (LibvirtException)
        {
            return false;
        }
    }
}
