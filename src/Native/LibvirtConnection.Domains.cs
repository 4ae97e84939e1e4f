using System.Runtime.InteropServices;
using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <content>The domains that the daemon knows.</content>
public sealed unsafe partial class LibvirtConnection
{
    private const int UuidLength = 16;

    /// <inheritdoc/>
    public IReadOnlyList<ILibvirtDomain> ListDomains(DomainFilter filter = DomainFilter.All)
    {
        int count = NativeResult.Check(Libvirt.virConnectListAllDomains(_handle, out nint* list, (uint)filter));
        var handles = new DomainHandle[count];
        for (int i = 0; i < count; i++)
            handles[i] = new DomainHandle(list[i]);
        NativeMemory.Free(list);
        return [.. handles.Select(handle => new LibvirtDomain(handle))];
    }

    /// <inheritdoc/>
    public ILibvirtDomain? FindDomainByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Found(Libvirt.virDomainLookupByName(_handle, name));
    }

    /// <inheritdoc/>
    public ILibvirtDomain? FindDomainByUuid(Guid uuid)
    {
        byte* bytes = stackalloc byte[UuidLength];
        uuid.TryWriteBytes(new Span<byte>(bytes, UuidLength), bigEndian: true, out _);
        return Found(Libvirt.virDomainLookupByUUID(_handle, bytes));
    }

    /// <inheritdoc/>
    public IReadOnlyList<DomainStatistics> GetAllDomainStatistics(DomainStatisticsGroups groups, DomainFilter filter, bool noWait)
    {
        uint flags = (uint)filter | (noWait ? Libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT : 0);
        int count = NativeResult.Check(
            Libvirt.virConnectGetAllDomainStats(_handle, (uint)groups, out virDomainStatsRecord** records, flags));
        return StatisticsRecords.Take(records, count);
    }

    /// <inheritdoc/>
    public ILibvirtDomain DefineDomain(string xml) =>
        new LibvirtDomain(NativeResult.Check(Libvirt.virDomainDefineXML(_handle, xml)));

    /// <inheritdoc/>
    public ILibvirtDomain CreateDomain(string xml, bool paused = false) =>
        new LibvirtDomain(NativeResult.Check(
            Libvirt.virDomainCreateXML(_handle, xml, paused ? Libvirt.VIR_DOMAIN_START_PAUSED : 0)));

    private static LibvirtDomain? Found(DomainHandle handle)
    {
        if (!handle.IsInvalid)
            return new LibvirtDomain(handle);
        LibvirtException error = NativeError.Take();
        return error.Code == LibvirtErrorCode.NoDomain ? null : throw error;
    }
}
