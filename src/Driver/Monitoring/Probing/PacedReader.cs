using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Peeks at guest memory at the pace that the guest can bear, and tells when each reading was taken.</summary>
internal sealed class PacedReader(ChunkReader read, ProbePacing pacing, TimeProvider time)
{
    /// <summary>Reads into the buffer.</summary>
    /// <returns>The moment of the reading, half way through the call; null when libvirt refused it.</returns>
    public async Task<long?> PeekAsync(ulong address, Memory<byte> buffer, CancellationToken cancellationToken)
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
        finally
        {
            pacing.Add(time.GetElapsedTime(before));
        }
    }

    /// <summary>The median time of a few peeks at any places.</summary>
    public async Task<TimeSpan> TryAsync(Func<ulong> place, Memory<byte> buffer, int peeks, CancellationToken cancellationToken)
    {
        TimeSpan[] taken = new TimeSpan[peeks];
        for (int i = 0; i < taken.Length; i++)
        {
            TimeSpan before = pacing.Spent;
            await PeekAsync(place(), buffer, cancellationToken).ConfigureAwait(false);
            taken[i] = pacing.Spent - before;
        }

        Array.Sort(taken);
        return taken[taken.Length / 2];
    }
}
