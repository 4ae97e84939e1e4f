using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Api;

/// <summary>Which .NET types can stand for a type of C.</summary>
internal static class CType
{
    private static readonly Dictionary<string, Type[]> Scalars = new()
    {
        ["void"] = [typeof(void)],
        ["int"] = [typeof(int)],
        ["unsigned int"] = [typeof(uint)],
        ["unsigned long"] = [typeof(nuint)],
        ["unsigned long long"] = [typeof(ulong)],
        ["size_t"] = [typeof(nuint)],
        ["char"] = [typeof(byte)],
        ["unsigned char"] = [typeof(byte)],
        ["virConnectPtr"] = [typeof(ConnectHandle), typeof(nint)],
        ["virDomainPtr"] = [typeof(DomainHandle), typeof(nint)],
        ["virNetworkPtr"] = [typeof(NetworkHandle), typeof(nint)],
        ["virInterfacePtr"] = [typeof(InterfaceHandle), typeof(nint)],
        ["virStoragePoolPtr"] = [typeof(StoragePoolHandle), typeof(nint)],
        ["virStorageVolPtr"] = [typeof(StorageVolumeHandle), typeof(nint)],
        ["virConnectAuthPtr"] = [typeof(void*)],
        ["void *"] = [typeof(void*), typeof(nint)],
    };

    private static readonly Dictionary<string, Type> Structs = new()
    {
        ["virErrorPtr"] = typeof(virError),
        ["virNodeInfoPtr"] = typeof(virNodeInfo),
        ["virNodeCPUStatsPtr"] = typeof(virNodeCPUStats),
        ["virNodeMemoryStatsPtr"] = typeof(virNodeMemoryStats),
        ["virDomainInfoPtr"] = typeof(virDomainInfo),
        ["virDomainJobInfoPtr"] = typeof(virDomainJobInfo),
        ["virDomainMemoryStatPtr"] = typeof(virDomainMemoryStatStruct),
        ["virDomainStatsRecordPtr"] = typeof(virDomainStatsRecord),
        ["virTypedParameterPtr"] = typeof(virTypedParameter),
    };

    internal static bool Fits(string c, Type type)
    {
        c = c.Replace("const ", "", StringComparison.Ordinal).Trim();
        if (Scalars.TryGetValue(c, out Type[]? scalars))
            return scalars.Contains(type);
        if (c == "char *" && type == typeof(string))
            return true;
        if (Structs.TryGetValue(c, out Type? structure))
            return IsPointer(type) && type.GetElementType() == structure;
        if (c.EndsWith('*'))
            return IsPointer(type) && Fits(c[..^1].TrimEnd(), type.GetElementType()!);
        // What is left are callbacks.
        return type.IsFunctionPointer || type == typeof(void*);
    }

    private static bool IsPointer(Type type) => type.IsPointer || type.IsByRef;
}
