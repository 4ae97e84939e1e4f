using ShadowMig.Native.Decoding;
using ShadowMig.Native.Events;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <summary>A connection through libvirt's client library.</summary>
/// <remarks>
/// Calls under way when the connection is disposed finish first. libvirt keeps the connection itself open until
/// the last domain taken from it is disposed too. Disposal tells the daemon good-bye and so waits for it like any call.
/// </remarks>
public sealed unsafe partial class LibvirtConnection : ILibvirtConnection
{
    private readonly ConnectHandle _handle;
    private readonly ConnectionEvents _events;

    internal LibvirtConnection(ConnectHandle handle, bool readOnly, TimeProvider time, Action<Exception>? handlerFault)
    {
        _handle = handle;
        _events = new ConnectionEvents(handle, time, handlerFault);
        IsReadOnly = readOnly;
        Uri = NativeResult.TakeText(Libvirt.virConnectGetURI(handle));
    }

    /// <inheritdoc/>
    public string Uri { get; }

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <inheritdoc/>
    public bool IsAlive
    {
        get
        {
            try
            {
                return Libvirt.virConnectIsAlive(_handle) == 1;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public LibvirtVersions GetVersions()
    {
        NativeResult.Check(Libvirt.virGetVersion(out nuint client, null, null));
        NativeResult.Check(Libvirt.virConnectGetLibVersion(_handle, out nuint daemon));
        string type = NativeResult.BorrowText(Libvirt.virConnectGetType(_handle));
        return new LibvirtVersions(NativeUnits.Version(client), NativeUnits.Version(daemon), type, GetHypervisorVersion());
    }

    /// <inheritdoc/>
    public bool SetKeepAlive(TimeSpan interval, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int seconds = (int)Math.Min(Math.Ceiling(interval.TotalSeconds), int.MaxValue);
        if (Libvirt.virConnectSetKeepAlive(_handle, seconds, (uint)count) is >= 0 and int result)
            return result == 0;
        LibvirtException error = NativeError.Take();
        return error.Code == LibvirtErrorCode.NoSupport ? false : throw error;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Events of one subscription arrive in libvirt's order, one at a time. Once it is disposed no further event is
    /// handed over; a handler that runs at that moment finishes. The connection's disposal ends it as well.
    /// </remarks>
    public IDisposable Subscribe(LibvirtEventKinds kinds, ILibvirtDomain? domain, Action<LibvirtEvent> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _events.Subscribe(kinds, domain?.Uuid, handler);
    }

    /// <summary>Ends all subscriptions and gives the connection up.</summary>
    public void Dispose()
    {
        _events.Dispose();
        _handle.Dispose();
    }

    private Version? GetHypervisorVersion()
    {
        if (Libvirt.virConnectGetVersion(_handle, out nuint version) >= 0)
            return version == 0 ? null : NativeUnits.Version(version);
        LibvirtException error = NativeError.Take();
        return error.Code is LibvirtErrorCode.NoSupport or LibvirtErrorCode.InvalidArgument ? null : throw error;
    }
}
