using ZstdSharp;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Finds how far the pages that hold something shrink, by compressing some of them.</summary>
/// <remarks>
/// As QEMU's migration/multifd-zstd.c does it: level 1, one stream for all, flushed after each chunk as there after each packet.
/// Only lengths are kept; what the compressor itself held is freed, not zeroed.
/// </remarks>
internal sealed class CompressionTally : IDisposable
{
    private const int Level = 1;

    private readonly ShadowProbeOptions _options;
    private readonly TimeProvider _time;
    private readonly CountingStream _compressed = new();
    private readonly CompressionStream _stream;
    private int _chunks;
    private long _pageBytes;
    private TimeSpan _spent;

    public CompressionTally(ShadowProbeOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _stream = new(_compressed, Level);
    }

    /// <summary>Compressed size as a share of the size; null when no page held anything.</summary>
    public double? Ratio => _pageBytes > 0 ? Math.Min(1, _compressed.Written / (double)_pageBytes) : null;

    /// <summary>Compresses the pages of a chunk that hold something, unless enough is known.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (_chunks >= _options.CompressedChunks || _spent >= _options.CompressionTime || PageComparison.IsZero(chunk))
            return;
        long started = _time.GetTimestamp();
        for (int at = 0; at < chunk.Length; at += _options.PageBytes)
        {
            ReadOnlySpan<byte> page = chunk.Slice(at, _options.PageBytes);
            if (PageComparison.IsZero(page))
                continue;
            _stream.Write(page);
            _pageBytes += page.Length;
        }
        _stream.Flush();

        // The first chunk's time is mostly that of compiling the compressor.
        if (_chunks++ > 0)
            _spent += _time.GetElapsedTime(started);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
