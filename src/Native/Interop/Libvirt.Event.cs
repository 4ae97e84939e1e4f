using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-event.h and the events of libvirt-domain.h.</summary>
internal static unsafe partial class Libvirt
{
    internal const int VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0;
    internal const int VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20;
    internal const int VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21;

    [LibraryImport(Library)]
    internal static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    internal static partial int virEventRunDefaultImpl();

    [LibraryImport(Library)]
    internal static partial int virEventAddTimeout(int timeout, delegate* unmanaged[Cdecl]<int, nint, void> cb, nint opaque, void* ff);

    [LibraryImport(Library)]
    internal static partial int virEventRemoveTimeout(int timer);

    [LibraryImport(Library)]
    internal static partial int virConnectDomainEventRegisterAny(
        ConnectHandle conn, nint dom, int eventID, void* cb, nint opaque, void* freecb);

    [LibraryImport(Library)]
    internal static partial int virConnectDomainEventDeregisterAny(ConnectHandle conn, int callbackID);
}
