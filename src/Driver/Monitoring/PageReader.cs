namespace ShadowMig.Driver.Monitoring;

/// <summary>Fills the buffer from a guest-physical address, within a bound.</summary>
internal delegate Task PageReader(ulong address, byte[] buffer, CancellationToken cancellationToken);
