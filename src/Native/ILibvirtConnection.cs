namespace ShadowMig.Native;

/// <summary>One connection to a libvirt daemon: the node that it speaks for, its domains and its events.</summary>
/// <remarks>
/// Members block until libvirt answers and throw <see cref="LibvirtException"/> when it reports an error.
/// Callers that must not wait forever run them through a bound of their own. Safe for use by several threads;
/// libvirtd serves five calls of one client at a time (https://libvirt.org/html/libvirt-libvirt-host.html).
/// </remarks>
public interface ILibvirtConnection : IDisposable
{
    /// <summary>The connection's canonical URI, as virConnectGetURI reports it.</summary>
    string Uri { get; }

    /// <summary>Whether this connection was opened read-only.</summary>
    bool IsReadOnly { get; }

    /// <summary>Whether the connection still works (virConnectIsAlive).</summary>
    bool IsAlive { get; }

    /// <summary>The node's host name as libvirt gives it to migration peers.</summary>
    string GetHostName();

    /// <summary>Versions of the client library, the daemon's library and the hypervisor.</summary>
    LibvirtVersions GetVersions();

    /// <summary>Capabilities XML of the node; holds the host UUID.</summary>
    string GetCapabilities();

    /// <summary>Domain capabilities XML; null arguments mean libvirt's default.</summary>
    string GetDomainCapabilities(string? emulator = null, string? architecture = null, string? machine = null, string? virtualizationType = null);

    /// <summary>Processors and memory of the node (virNodeGetInfo).</summary>
    NodeInfo GetNodeInfo();

    /// <summary>Cumulative CPU times of the node (virNodeGetCPUStats, all processors).</summary>
    NodeCpuTimes GetNodeCpuTimes();

    /// <summary>Memory of the node in bytes (virNodeGetMemoryStats, all cells).</summary>
    NodeMemory GetNodeMemory();

    /// <summary>Free pages by page size and NUMA cell (virNodeGetFreePages).</summary>
    /// <param name="pageSizes">Page sizes in KiB, for example 4 and 2048.</param>
    /// <param name="firstCell">First NUMA cell; -1 for the whole node.</param>
    /// <param name="cellCount">Number of cells, from <paramref name="firstCell"/> on.</param>
    IReadOnlyList<FreePages> GetFreePages(IReadOnlyList<int> pageSizes, int firstCell, int cellCount);

    /// <summary>Compares a CPU description with the host's own processor (virConnectCompareCPU).</summary>
    CpuComparison CompareCpu(string cpuXml);

    /// <summary>Compares a CPU description with what the hypervisor can provide (virConnectCompareHypervisorCPU).</summary>
    CpuComparison CompareHypervisorCpu(string? emulator, string? architecture, string? machine, string? virtualizationType, string cpuXml);

    /// <summary>Whether a virtual network is active; null when there is none of this name (virNetworkLookupByName, virNetworkIsActive).</summary>
    bool? IsNetworkActive(string name);

    /// <summary>Whether the node has a network interface of this name, bridges among them (virInterfaceLookupByName).</summary>
    bool HasInterface(string name);

    /// <summary>Whether a volume of an active storage pool has this path on the node (virStorageVolLookupByPath).</summary>
    /// <remarks>False says nothing of a file that no pool holds, or that came after its pool was last refreshed.</remarks>
    bool HasVolume(string path);

    /// <summary>Whether an active storage pool has a volume of this name (virStorageVolLookupByName); false without such a pool too.</summary>
    bool HasVolume(string pool, string name);

    /// <summary>All domains that match; the caller disposes each.</summary>
    IReadOnlyList<ILibvirtDomain> ListDomains(DomainFilter filter = DomainFilter.All);

    /// <summary>The domain of this name, or null when there is none.</summary>
    ILibvirtDomain? FindDomainByName(string name);

    /// <summary>The domain with this UUID, or null when there is none.</summary>
    ILibvirtDomain? FindDomainByUuid(Guid uuid);

    /// <summary>Statistics of all matching domains in one call (virConnectGetAllDomainStats).</summary>
    /// <remarks>
    /// A guest whose QEMU hangs stops the first call that asks its monitor, and that call alone: others leave the guest's
    /// monitor out when <paramref name="noWait"/> is set. Groups State, Interface, Perf and Memory never ask it (libvirt 9.0).
    /// </remarks>
    /// <param name="groups">Groups wanted; <see cref="DomainStatisticsGroups.All"/> asks for all that the daemon knows.</param>
    /// <param name="filter">Domains wanted.</param>
    /// <param name="noWait">Leave out what would have to wait for a domain's job lock.</param>
    IReadOnlyList<DomainStatistics> GetAllDomainStatistics(DomainStatisticsGroups groups, DomainFilter filter, bool noWait);

    /// <summary>Defines a persistent domain without starting it.</summary>
    ILibvirtDomain DefineDomain(string xml);

    /// <summary>Starts a transient domain, paused if asked.</summary>
    ILibvirtDomain CreateDomain(string xml, bool paused = false);

    /// <summary>Subscribes to events of one domain, or of all when <paramref name="domain"/> is null; dispose to unsubscribe.</summary>
    /// <remarks>The handler runs on a pool thread, never on libvirt's event thread; a slow handler loses the oldest events, not the process.</remarks>
    IDisposable Subscribe(LibvirtEventKinds kinds, ILibvirtDomain? domain, Action<LibvirtEvent> handler);

    /// <summary>Sends keepalive probes so that a dead peer is noticed after about interval × (count + 1).</summary>
    /// <returns>False when the peer does not support keepalive.</returns>
    bool SetKeepAlive(TimeSpan interval, int count);
}
