using System.IO.Compression;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Finds how far the pages that hold something shrink, by compressing some of them.</summary>
/// <remarks>
/// The pages of a chunk go into one stream, as those of a multifd packet do. Only lengths are kept; what the compressor
/// itself held is freed, not zeroed.
/// </remarks>
internal sealed class CompressionTally(ShadowProbeOptions options, TimeProvider time)
{
    private int _chunks;
    private long _pageBytes, _compressedBytes;
    private TimeSpan _spent;

    /// <summary>Compressed size as a share of the size; null when no page held anything.</summary>
    public double? Ratio => _pageBytes > 0 ? Math.Min(1, _compressedBytes / (double)_pageBytes) : null;

    /// <summary>Compresses the pages of a chunk that hold something, unless enough is known.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (_chunks >= options.CompressedChunks || _spent >= options.CompressionTime || PageComparison.IsZero(chunk))
            return;
        long started = time.GetTimestamp();
        using CountingStream counted = new();
        using (DeflateStream deflating = new(counted, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int at = 0; at < chunk.Length; at += options.PageBytes)
            {
                ReadOnlySpan<byte> page = chunk.Slice(at, options.PageBytes);
                if (PageComparison.IsZero(page))
                    continue;
                deflating.Write(page);
                _pageBytes += page.Length;
            }
        }

        _chunks++;
        _compressedBytes += counted.Written;
        _spent += time.GetElapsedTime(started);
    }
}
