using System.Security.Cryptography;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Reads a stratified sample of guest memory several times and counts zero pages, changed pages and their deltas.</summary>
/// <remarks>
/// All points of the curve come from one sample: each chunk is read once, then again after each gap, and always compared
/// with its first reading. A reading that would come late by more than a quarter of its gap is left out. How many chunks
/// there are follows from what a peek costs, so that a slow guest gets a smaller sample, not a longer probe. First readings
/// are taken in random order, so that an early end leaves a smaller sample of all memory.
/// </remarks>
internal sealed class ShadowProbe(ShadowProbeOptions options, TimeProvider time)
{
    private const int TrialPeeks = 5;
    private const int First = -1;
    private const double Lateness = 0.25;

    /// <summary>Left between the last first reading and the longest gap, as a share of that gap.</summary>
    private const double Slack = 0.05;

    /// <summary>Probes once.</summary>
    /// <param name="map">Where RAM is.</param>
    /// <param name="memoryTotal">What the shares are shares of.</param>
    /// <param name="random">Picks the chunks; seeded, so that a run can be repeated.</param>
    /// <param name="read">Reads a chunk; one that throws <see cref="LibvirtException"/> is left out.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="TimeoutException">A peek did not come back: the guest's monitor hangs.</exception>
    public async Task<ShadowProbeResult> RunAsync(
        GuestMemoryMap map, ByteCount memoryTotal, Random random, ChunkReader read, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        ProbePacing pacing = new(options, time);
        PacedReader reader = new(read, pacing, time);
        using CompressionTally compression = new(options, time);
        using CompressionTally changedCompression = new(options, time);
        ProbeTally tally = new(options, compression, changedCompression);
        byte[] again = new byte[options.ChunkBytes];
        ProbedChunk[] chunks = [];
        try
        {
            if (ProbeSample.Chunks(map, options) > 0)
            {
                TimeSpan peek = await reader.TryAsync(() => ProbeSample.Any(map, options, random).Address, again, TrialPeeks, cancellationToken).ConfigureAwait(false);
                chunks = ProbeSample.Choose(map, pacing.Affordable(peek), options, random);
                PriorityQueue<(ProbedChunk Chunk, int Gap), long> due = FirstReadings(chunks, started, random);
                int unread = due.Count;
                while (due.TryDequeue(out (ProbedChunk Chunk, int Gap) next, out long at))
                {
                    if (next.Gap == First)
                    {
                        unread--;
                        if (!pacing.CanBegin(due.Count - unread))
                            continue;
                    }

                    await pacing.WaitAsync(at, cancellationToken).ConfigureAwait(false);
                    if (time.GetElapsedTime(started) > options.MaxTime)
                        break;
                    if (next.Gap == First)
                        await ReadFirstAsync(next.Chunk, due, reader, tally, cancellationToken).ConfigureAwait(false);
                    else if (time.GetElapsedTime(at) <= Lateness * options.Gaps[next.Gap])
                        await ReadAgainAsync(next.Chunk, again, next.Gap, reader, tally, cancellationToken).ConfigureAwait(false);
                    if (next.Gap == options.Gaps.Count - 1)
                        next.Chunk.Forget();
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(again);
            foreach (ProbedChunk chunk in chunks)
                chunk.Forget();
        }

        return tally.Result(memoryTotal, pacing, time.GetElapsedTime(started));
    }

    /// <summary>First readings in random order, spread over the time that the longest gap leaves.</summary>
    private PriorityQueue<(ProbedChunk Chunk, int Gap), long> FirstReadings(ProbedChunk[] chunks, long started, Random random)
    {
        long now = time.GetTimestamp();
        TimeSpan left = options.MaxTime - time.GetElapsedTime(started, now) - ((1 + Slack) * options.Gaps[^1]);
        ProbedChunk[] order = [.. chunks];
        random.Shuffle(order);
        PriorityQueue<(ProbedChunk Chunk, int Gap), long> due = new();
        for (int i = 0; i < order.Length; i++)
            due.Enqueue((order[i], First), now + Ticks(left * i / order.Length));
        return due;
    }

    private async Task ReadFirstAsync(
        ProbedChunk chunk, PriorityQueue<(ProbedChunk Chunk, int Gap), long> due, PacedReader reader, ProbeTally tally, CancellationToken cancellationToken)
    {
        if (await reader.PeekAsync(chunk.Address, chunk.Content, cancellationToken).ConfigureAwait(false) is not { } readAt)
            return;
        chunk.ReadAt = readAt;
        tally.AddFirst(chunk);
        for (int gap = 0; gap < options.Gaps.Count; gap++)
            due.Enqueue((chunk, gap), readAt + Ticks(options.Gaps[gap]));
    }

    private async Task ReadAgainAsync(ProbedChunk chunk, byte[] again, int gap, PacedReader reader, ProbeTally tally, CancellationToken cancellationToken)
    {
        Memory<byte> buffer = again.AsMemory(0, chunk.Content.Length);
        if (await reader.PeekAsync(chunk.Address, buffer, cancellationToken).ConfigureAwait(false) is { } readAt)
            tally.AddAgain(chunk, buffer.Span, gap, time.GetElapsedTime(chunk.ReadAt, readAt));
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
