using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>How busy a node is between two moments.</summary>
/// <param name="CpuUtilization">Share of processor time in use, 0 to 1; null when unknown.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="MemoryTotal">Physical memory; null when unknown.</param>
/// <param name="MemoryAvailable">Memory that new guests can get without swapping; null when unknown.</param>
public sealed record NodeLoad(double? CpuUtilization, int Processors, ByteCount? MemoryTotal, ByteCount? MemoryAvailable)
{
    /// <summary>Reads a node now, and compares with a reading of before; blocks.</summary>
    /// <param name="connection">The node.</param>
    /// <param name="before">Its processor times of before.</param>
    /// <param name="resident">Resident memory of each of its active guests.</param>
    /// <exception cref="LibvirtException">The node does not answer.</exception>
    public static NodeLoad Read(ILibvirtConnection connection, NodeCpuTimes before, IReadOnlyList<ByteCount?> resident)
    {
        NodeMemory memory = connection.GetNodeMemory();
        return new(
            NodeSampleCalculator.CpuUtilization(connection.GetNodeCpuTimes(), before),
            (int)connection.GetNodeInfo().Cpus,
            ByteCount.From(memory.TotalBytes),
            AvailableMemory.Of(memory, resident));
    }
}
