namespace ShadowMig.Native;

/// <summary>Processors and memory of a node (virNodeInfo).</summary>
/// <param name="CpuModel">Architecture, for example x86_64.</param>
/// <param name="MemoryBytes">Physical memory.</param>
/// <param name="Cpus">Active logical processors.</param>
/// <param name="FrequencyMegahertz">Nominal frequency; 0 when unknown.</param>
/// <param name="NumaNodes">NUMA cells.</param>
/// <param name="Sockets">Sockets a cell.</param>
/// <param name="Cores">Cores a socket.</param>
/// <param name="Threads">Threads a core.</param>
public sealed record NodeInfo(
    string CpuModel, ulong MemoryBytes, uint Cpus, uint FrequencyMegahertz, uint NumaNodes, uint Sockets, uint Cores, uint Threads);
