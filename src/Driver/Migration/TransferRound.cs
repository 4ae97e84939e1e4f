using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>One pre-copy round as it was: from one synchronization of the dirty bitmap to the next.</summary>
/// <param name="EndedAt">Time from the start of the transfer to the synchronization that ended it.</param>
/// <param name="Bytes">Sent on the wire in it; null where no reading told.</param>
/// <param name="Left">To be sent after the synchronization; null where no reading told.</param>
public sealed record TransferRound(TimeSpan EndedAt, ByteCount? Bytes, ByteCount? Left);
