using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Simulation;

/// <summary>A kind of host.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="CoreMips">What one core does, million instructions a second.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="Power">Its power.</param>
public sealed record HostType(string Name, int Cores, double CoreMips, ByteCount Memory, PowerCurve Power)
{
    /// <summary>What all cores do, million instructions a second.</summary>
    public double Mips => Cores * CoreMips;
}
