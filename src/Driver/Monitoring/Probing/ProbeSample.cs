namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Chooses the chunks of a probe: one at a random place in each of equal strata of the guest's RAM.</summary>
/// <remarks>
/// A working set in one piece then costs only the two strata at its ends any accuracy, and a scattered one is met at least
/// as well as by pages picked at random. Every chunk of a stratum is as likely as any other.
/// </remarks>
internal static class ProbeSample
{
    /// <summary>Picks the chunks, by rising address.</summary>
    /// <param name="map">Where RAM is.</param>
    /// <param name="chunks">How many; fewer when RAM has no more.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="random">Picks the places.</param>
    public static ProbedChunk[] Choose(GuestMemoryMap map, int chunks, ShadowProbeOptions options, Random random)
    {
        long all = Chunks(map, options);
        int strata = (int)Math.Min(all, chunks);
        ProbedChunk[] chosen = new ProbedChunk[strata];
        for (int stratum = 0; stratum < strata; stratum++)
            chosen[stratum] = At(map, random.NextInt64(all * stratum / strata, all * (stratum + 1) / strata), stratum, options);
        return chosen;
    }

    /// <summary>Any chunk of RAM.</summary>
    public static ProbedChunk Any(GuestMemoryMap map, ShadowProbeOptions options, Random random) =>
        At(map, random.NextInt64(Chunks(map, options)), 0, options);

    /// <summary>How many whole chunks RAM has.</summary>
    public static long Chunks(GuestMemoryMap map, ShadowProbeOptions options) => (long)(map.Length / (ulong)options.ChunkBytes);

    /// <summary>A chunk that would reach over a hole ends in front of it.</summary>
    private static ProbedChunk At(GuestMemoryMap map, long index, int stratum, ShadowProbeOptions options)
    {
        ulong offset = (ulong)index * (ulong)options.ChunkBytes;
        ulong most = Math.Min((ulong)options.ChunkBytes, map.ContiguousAt(offset));
        return new(stratum, map.AddressAt(offset), (int)(most / (ulong)options.PageBytes) * options.PageBytes);
    }
}
