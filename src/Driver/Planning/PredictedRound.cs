using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>One pre-copy round as predicted.</summary>
/// <param name="Bytes">Sent on the wire.</param>
/// <param name="Time">How long it takes.</param>
/// <param name="Dirtied">Memory that the guest wrote meanwhile and that is still to be sent at its end.</param>
public sealed record PredictedRound(ByteCount Bytes, TimeSpan Time, ByteCount Dirtied);
