using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>A migration request as libvirt's list of typed parameters; freed on disposal.</summary>
internal unsafe ref struct MigrationParameters
{
    private virTypedParameter* _list;
    private int _count;
    private int _capacity;

    /// <summary>Builds the list; what the request leaves null is left out.</summary>
    /// <exception cref="LibvirtException">libvirt refused a parameter.</exception>
    internal MigrationParameters(MigrationRequest request)
    {
        try
        {
            Add(Libvirt.VIR_MIGRATE_PARAM_URI, request.MigrationUri);
            Add(Libvirt.VIR_MIGRATE_PARAM_LISTEN_ADDRESS, request.ListenAddress);
            Add(Libvirt.VIR_MIGRATE_PARAM_DEST_XML, request.DestinationXml);
            Add(Libvirt.VIR_MIGRATE_PARAM_PERSIST_XML, request.PersistentXml);
            Add(Libvirt.VIR_MIGRATE_PARAM_BANDWIDTH, request.BandwidthMebibytesPerSecond);
            Add(Libvirt.VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY, request.PostCopyBandwidthMebibytesPerSecond);
            Add(Libvirt.VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER, request.AvailableSwitchoverBandwidthBytesPerSecond);
            Add(Libvirt.VIR_MIGRATE_PARAM_COMPRESSION, request.CompressionMethods);
            Add(Libvirt.VIR_MIGRATE_PARAM_COMPRESSION_XBZRLE_CACHE, request.XbzrleCacheBytes);
            Add(Libvirt.VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL, request.AutoConvergeInitialPercent);
            Add(Libvirt.VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT, request.AutoConvergeIncrementPercent);
            Add(Libvirt.VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS, request.ParallelConnections);
            Add(Libvirt.VIR_MIGRATE_PARAM_TLS_DESTINATION, request.TlsDestination);
            Add(Libvirt.VIR_MIGRATE_PARAM_MIGRATE_DISKS, request.MigrateDisks);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The list; null when it is empty.</summary>
    internal readonly virTypedParameter* List => _list;

    /// <summary>Number of parameters.</summary>
    internal readonly uint Count => (uint)_count;

    public void Dispose()
    {
        Libvirt.virTypedParamsFree(_list, _count);
        _list = null;
        _count = _capacity = 0;
    }

    private void Add(string name, string? value)
    {
        if (value is not null)
            NativeResult.Check(Libvirt.virTypedParamsAddString(ref _list, ref _count, ref _capacity, name, value));
    }

    private void Add(string name, IReadOnlyList<string> values)
    {
        foreach (string value in values)
            Add(name, value);
    }

    private void Add(string name, ulong? value)
    {
        if (value is { } known)
            NativeResult.Check(Libvirt.virTypedParamsAddULLong(ref _list, ref _count, ref _capacity, name, known));
    }

    private void Add(string name, int? value)
    {
        if (value is { } known)
            NativeResult.Check(Libvirt.virTypedParamsAddInt(ref _list, ref _count, ref _capacity, name, known));
    }
}
