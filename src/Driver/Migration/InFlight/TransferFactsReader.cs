using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Readings of a transfer → what it showed of the way. Pure.</summary>
internal static class TransferFactsReader
{
    private const ulong DefaultPage = 4096;
    private static readonly ByteCount Telling = ByteCount.FromMebibytes(32);

    /// <summary>Reads the facts.</summary>
    /// <param name="readings">Oldest first.</param>
    /// <param name="rounds">Rounds as they were.</param>
    /// <param name="converged">Whether the guest was paused because little enough was left.</param>
    public static TransferFacts Read(IReadOnlyList<TransferReading> readings, IReadOnlyList<TransferRound> rounds, bool converged)
    {
        DomainJobStatistics[] pass = [.. readings.Select(r => r.Job).OfType<DomainJobStatistics>().Where(IsFirstPass)];
        BytesPerSecond? rate = Rate(pass);
        return new(rate, Setup(pass, rate), converged && rounds is [.., var last] ? last.Left : null, Filled(readings));
    }

    private static bool IsFirstPass(DomainJobStatistics job) => job is { MemoryProcessedBytes: > 0, Elapsed: not null } && job.Iteration is null or <= 1;

    private static BytesPerSecond? Rate(DomainJobStatistics[] pass)
    {
        if (pass is not [var first, .., var last] || last.MemoryProcessedBytes - first.MemoryProcessedBytes is not { } bytes || (long)bytes < Telling.Value)
            return null;
        double seconds = (last.Elapsed!.Value - first.Elapsed!.Value).TotalSeconds;
        return seconds > 0 ? new(bytes / seconds) : null;
    }

    // Known once the first pass is over: pages that were all zero in it were sent as such, and hardly any become so later.
    private static ByteCount? Filled(IReadOnlyList<TransferReading> readings)
    {
        DomainJobStatistics? after = readings.Select(r => r.Job).LastOrDefault(j => j is { Iteration: >= 2, ConstantPages: not null, MemoryTotalBytes: not null });
        return after is { ConstantPages: { } zero, MemoryTotalBytes: { } total, PageSizeBytes: var page } && total > zero * (page ?? DefaultPage)
            ? new((long)(total - (zero * (page ?? DefaultPage))))
            : null;
    }

    private static TimeSpan? Setup(DomainJobStatistics[] pass, BytesPerSecond? rate)
    {
        if (rate is not { Value: > 0 } || pass is not [var first, ..])
            return null;
        TimeSpan setup = first.Elapsed!.Value - TimeSpan.FromSeconds(first.MemoryProcessedBytes!.Value / rate.Value.Value);
        return setup > TimeSpan.Zero ? setup : null;
    }
}
