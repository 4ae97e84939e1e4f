using System.Security.Cryptography;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>The running counts of one shadow probe.</summary>
/// <param name="options">Sizes and gaps.</param>
/// <param name="compression">Takes what was read first.</param>
/// <param name="changedCompression">Takes what pages hold that changed.</param>
internal sealed class ProbeTally(ShadowProbeOptions options, CompressionTally compression, CompressionTally changedCompression)
{
    private readonly byte[] _changedContent = new byte[options.ChunkBytes];
    private readonly SortedDictionary<int, (int Hits, int Pages)> _zero = [];
    private readonly SortedDictionary<int, (int Hits, int Pages)>[] _changed = [.. options.Gaps.Select(_ => new SortedDictionary<int, (int, int)>())];
    private readonly TimeSpan[] _gaps = new TimeSpan[options.Gaps.Count];
    private long _changedPages, _changedBytes, _overflows, _deltas, _deltaBytes;

    /// <summary>A chunk was read for the first time.</summary>
    public void AddFirst(ProbedChunk chunk)
    {
        ReadOnlySpan<byte> content = chunk.Content.Span;
        int zero = 0;
        for (int at = 0; at < content.Length; at += options.PageBytes)
            zero += PageComparison.IsZero(content.Slice(at, options.PageBytes)) ? 1 : 0;
        _zero[chunk.Stratum] = (zero, content.Length / options.PageBytes);
        compression.Add(content);
    }

    /// <summary>A chunk was read again.</summary>
    /// <param name="chunk">Its first reading.</param>
    /// <param name="again">What it holds now.</param>
    /// <param name="gap">Index of the gap.</param>
    /// <param name="passed">The time that really passed.</param>
    public void AddAgain(ProbedChunk chunk, ReadOnlySpan<byte> again, int gap, TimeSpan passed)
    {
        ReadOnlySpan<byte> content = chunk.Content.Span;
        bool isLast = gap == options.Gaps.Count - 1;
        int changed = 0;
        for (int at = 0; at < content.Length; at += options.PageBytes)
        {
            ReadOnlySpan<byte> old = content.Slice(at, options.PageBytes);
            ReadOnlySpan<byte> current = again.Slice(at, options.PageBytes);
            if (old.SequenceEqual(current))
                continue;
            if (isLast)
            {
                AddDelta(old, current);
                current.CopyTo(_changedContent.AsSpan(changed * options.PageBytes));
            }

            changed++;
        }

        if (isLast)
            CompressChanged(changed);

        _changed[gap][chunk.Stratum] = (changed, content.Length / options.PageBytes);
        _gaps[gap] += passed;
    }

    /// <summary>The counts of all chunks.</summary>
    /// <param name="memory">What the shares are shares of.</param>
    /// <param name="pacing">What it cost.</param>
    /// <param name="elapsed">How long it took.</param>
    public ShadowProbeResult Result(ByteCount memory, ProbePacing pacing, TimeSpan elapsed) => new()
    {
        Pages = _zero.Values.Sum(chunk => chunk.Pages),
        Zero = SampledShare.Of([.. _zero.Values], memory.Value / options.PageBytes),
        Readings = [.. Enumerable.Range(0, _gaps.Length).Where(gap => _changed[gap].Count >= options.MinChunks).Select(gap => Reading(gap, memory))],
        ChangedByteRatio = _changedPages > 0 ? _changedBytes / (double)(_changedPages * options.PageBytes) : null,
        Delta = _changedPages > 0 ? new PageDelta(_deltas > 0 ? _deltaBytes / (double)_deltas : options.PageBytes, _overflows / (double)_changedPages) : null,
        CompressedRatio = compression.Ratio,
        ChangedCompressedRatio = changedCompression.Ratio,
        Peeks = pacing.Peeks,
        PeekTime = pacing.Spent,
        Elapsed = elapsed,
    };

    private void CompressChanged(int pages)
    {
        Span<byte> content = _changedContent.AsSpan(0, pages * options.PageBytes);
        changedCompression.Add(content);
        CryptographicOperations.ZeroMemory(content);
    }

    private void AddDelta(ReadOnlySpan<byte> old, ReadOnlySpan<byte> current)
    {
        _changedPages++;
        _changedBytes += PageComparison.ChangedBytes(old, current);
        if (XbzrleEncoding.EncodedLength(old, current) is { } encoded)
        {
            _deltas++;
            _deltaBytes += encoded + XbzrleEncoding.HeaderBytes;
        }
        else
        {
            _overflows++;
        }
    }

    private WorkingSetReading Reading(int gap, ByteCount memory)
    {
        SampledShare share = SampledShare.Of([.. _changed[gap].Values], memory.Value / options.PageBytes) ?? default;
        TimeSpan mean = TimeSpan.FromMilliseconds(Math.Round(_gaps[gap].TotalMilliseconds / _changed[gap].Count));
        return new(mean, share.Value * memory.Value, share.Error * memory.Value);
    }
}
