using System.Security.Cryptography;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads a random sample of guest pages twice and counts zero pages, changed pages and changed bytes.</summary>
/// <remarks>
/// Each gap has pages of its own. Pages are read for at most one gap, then read again, each when its own gap has
/// passed: a slow peek (5 to 7 ms under TCG, the guest standing still meanwhile) gives fewer pages, not a longer probe.
/// With f the changed share of n pages, the point's relative error is about √((1−f)/(f·n)).
/// </remarks>
internal sealed class ShadowProbe(ShadowProbeOptions options, TimeProvider time)
{
    /// <summary>Probes once.</summary>
    /// <param name="map">Where RAM is.</param>
    /// <param name="memoryTotal">What the shares are shares of.</param>
    /// <param name="random">Picks the pages; seeded, so that a run can be repeated.</param>
    /// <param name="read">Reads a page; one that throws <see cref="LibvirtException"/> is left out.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="TimeoutException">A peek did not come back: the guest's monitor hangs.</exception>
    public async Task<ShadowProbeResult> RunAsync(
        GuestMemoryMap map, ByteCount memoryTotal, Random random, PageReader read, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        ShadowProbeTally tally = new();
        byte[] again = new byte[options.PageBytes];
        try
        {
            foreach (TimeSpan gap in options.Gaps)
            {
                if (time.GetElapsedTime(started) + gap > options.MaxTime)
                    break;
                List<ProbedPage> pages = [];
                try
                {
                    await ReadFirstAsync(pages, map, gap, random, read, tally, cancellationToken).ConfigureAwait(false);
                    await ReadAgainAsync(pages, again, gap, started, read, tally, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    pages.ForEach(page => page.Forget());
                }

                tally.CloseGap(memoryTotal, options.MinPages);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(again);
        }

        return tally.Result(options.PageBytes, time.GetElapsedTime(started));
    }

    private async Task ReadFirstAsync(
        List<ProbedPage> pages, GuestMemoryMap map, TimeSpan gap, Random random, PageReader read, ShadowProbeTally tally, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        HashSet<ulong> asked = [];
        int quota = options.MaxPages / options.Gaps.Count;
        long frames = (long)(map.Length / (ulong)options.PageBytes);
        for (int attempt = 0; attempt < quota && frames > 0 && time.GetElapsedTime(started) < gap; attempt++)
        {
            ulong address = map.AddressAt((ulong)random.NextInt64(frames) * (ulong)options.PageBytes);
            byte[] content = new byte[options.PageBytes];
            if (!asked.Add(address) || await ReadAsync(read, address, content, cancellationToken).ConfigureAwait(false) is not { } readAt)
                continue;
            pages.Add(new(address, content, readAt));
            tally.AddFirst(PageComparison.IsZero(content));
        }
    }

    private async Task ReadAgainAsync(
        List<ProbedPage> pages, byte[] again, TimeSpan gap, long started, PageReader read, ShadowProbeTally tally, CancellationToken cancellationToken)
    {
        foreach (ProbedPage page in pages)
        {
            TimeSpan wait = gap - time.GetElapsedTime(page.ReadAt);
            if (time.GetElapsedTime(started) + wait > options.MaxTime)
                return;
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            if (await ReadAsync(read, page.Address, again, cancellationToken).ConfigureAwait(false) is { } readAt)
                tally.AddSecond(PageComparison.ChangedBytes(page.Content, again), time.GetElapsedTime(page.ReadAt, readAt));
            page.Forget();
        }
    }

    /// <summary>The moment of the reading, half way through the call; null when libvirt refused it.</summary>
    private async Task<long?> ReadAsync(PageReader read, ulong address, byte[] buffer, CancellationToken cancellationToken)
    {
        long before = time.GetTimestamp();
        try
        {
            await read(address, buffer, cancellationToken).ConfigureAwait(false);
            return before + ((time.GetTimestamp() - before) / 2);
        }
        catch (LibvirtException)
        {
            return null;
        }
    }
}
