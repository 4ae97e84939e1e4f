namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Fills the buffer from a guest-physical address, within a bound.</summary>
internal delegate Task ChunkReader(ulong address, Memory<byte> buffer, CancellationToken cancellationToken);
