using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>What a transfer showed of the way it took; null where its readings did not tell.</summary>
/// <param name="StreamRate">Bytes on the wire a second during the first pass.</param>
/// <param name="SetupTime">Time from the start of libvirt's job to the first byte.</param>
/// <param name="LeftAtPause">Memory still to be sent when the guest was paused.</param>
/// <param name="Filled">Memory of the guest that held something: pages that were not all zero in the first pass.</param>
public sealed record TransferFacts(BytesPerSecond? StreamRate, TimeSpan? SetupTime, ByteCount? LeftAtPause, ByteCount? Filled = null);
