using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Events;

/// <summary>What libvirt calls on its event thread: copies what it was given and passes it on.</summary>
/// <remarks>No exception may cross native code, so each callback catches all of them.</remarks>
internal static unsafe class EventCallbacks
{
    /// <summary>virConnectDomainEventCallback.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int> Lifecycle => &OnLifecycle;

    /// <summary>virConnectDomainEventMigrationIterationCallback.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> MigrationIteration => &OnMigrationIteration;

    /// <summary>virConnectDomainEventJobCompletedCallback.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, virTypedParameter*, int, nint, void> JobCompleted => &OnJobCompleted;

    /// <summary>virConnectCloseFunc.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, int, nint, void> Closed => &OnClosed;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, int type, int detail, nint opaque)
    {
        Post(opaque, sink =>
        {
            (string name, Guid uuid) = DomainIdentity.Read(domain);
            return new LifecycleEvent(sink.Now, name, uuid, (DomainLifecycle)type, detail);
        });
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMigrationIteration(nint connection, nint domain, int iteration, nint opaque) => Post(opaque, sink =>
    {
        (string name, Guid uuid) = DomainIdentity.Read(domain);
        return new MigrationIterationEvent(sink.Now, name, uuid, iteration);
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnJobCompleted(nint connection, nint domain, virTypedParameter* parameters, int count, nint opaque) => Post(opaque, sink =>
    {
        (string name, Guid uuid) = DomainIdentity.Read(domain);
        // The list is libvirt's own: it is freed when the callback returns.
        TypedParameters fields = TypedParameterReader.Read(parameters, count);
        return new JobCompletedEvent(sink.Now, name, uuid, JobStatisticsReader.Read(DomainJobType.Completed, fields));
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClosed(nint connection, int reason, nint opaque) =>
        Post(opaque, sink => new ConnectionClosedEvent(sink.Now, reason));

    private static void Post(nint opaque, Func<IEventSink, LibvirtEvent> read)
    {
#pragma warning disable CA1031 // An exception that reached native code would end the process.
        try
        {
            if (EventSinks.Find(opaque) is { } sink)
                sink.Post(read(sink));
        }
        catch
        {
        }
#pragma warning restore CA1031
    }
}
