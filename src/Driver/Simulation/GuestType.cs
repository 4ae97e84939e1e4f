using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Simulation;

/// <summary>A kind of guest, with one virtual processor.</summary>
/// <param name="Mips">What it can use, million instructions a second.</param>
/// <param name="Memory">Its memory.</param>
public sealed record GuestType(double Mips, ByteCount Memory);
