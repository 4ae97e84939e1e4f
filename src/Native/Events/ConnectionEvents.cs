using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Events;

/// <summary>A connection's events, shared among its subscriptions.</summary>
/// <remarks>
/// libvirt takes one callback an event and domain of a connection, and one close callback ("event callback already
/// tracked"). So each kind is registered once, for all domains, while somebody wants it.
/// </remarks>
internal sealed unsafe class ConnectionEvents(ConnectHandle connection, TimeProvider time, Action<Exception>? handlerFault)
    : IEventSink, IDisposable
{
    private static readonly LibvirtEventKinds[] Kinds =
        [LibvirtEventKinds.Lifecycle, LibvirtEventKinds.MigrationIteration, LibvirtEventKinds.JobCompleted, LibvirtEventKinds.ConnectionClosed];

    private readonly Lock _gate = new();
    private readonly Dictionary<LibvirtEventKinds, int> _registered = [];
    private nint _key;
    private bool _disposed;

    // Read on libvirt's thread, which must not wait for the gate: libvirt may hold locks that registering takes too.
    private volatile EventSubscription[] _subscriptions = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public void Post(LibvirtEvent happened)
    {
        foreach (EventSubscription subscription in _subscriptions)
            subscription.Offer(happened);
    }

    /// <summary>Adds a subscription; libvirt is asked for the kinds that nobody wanted so far.</summary>
    /// <exception cref="LibvirtException">libvirt refused; nothing was added.</exception>
    internal IDisposable Subscribe(LibvirtEventKinds kinds, Guid? domain, Action<LibvirtEvent> handler)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(LibvirtConnection));
            if (_key == 0)
                _key = EventSinks.Add(this);
            var subscription = new EventSubscription(kinds, domain, handler, handlerFault, Remove);
            _subscriptions = [.. _subscriptions, subscription];
            try
            {
                foreach (LibvirtEventKinds kind in Kinds.Where(kind => kinds.HasFlag(kind) && !_registered.ContainsKey(kind)))
                    _registered[kind] = Register(kind);
                return subscription;
            }
            catch
            {
                subscription.Dispose();
                throw;
            }
        }
    }

    /// <summary>Ends all subscriptions; callbacks that stayed would keep the connection open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (EventSubscription subscription in _subscriptions)
                subscription.Dispose();
            // Left over where another thread is about to remove the last subscription of a kind.
            _subscriptions = [];
            UnregisterUnwanted();
            EventSinks.Remove(_key);
        }
    }

    private void Remove(EventSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
            UnregisterUnwanted();
        }
    }

    private void UnregisterUnwanted()
    {
        foreach (LibvirtEventKinds kind in Kinds.Where(kind => !_subscriptions.Any(other => other.Kinds.HasFlag(kind))))
        {
            if (_registered.Remove(kind, out int callback))
                Unregister(kind, callback);
        }
    }

    private int Register(LibvirtEventKinds kind) => NativeResult.Check(kind switch
    {
        LibvirtEventKinds.Lifecycle => Register(Libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, EventCallbacks.Lifecycle),
        LibvirtEventKinds.MigrationIteration => Register(Libvirt.VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, EventCallbacks.MigrationIteration),
        LibvirtEventKinds.JobCompleted => Register(Libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, EventCallbacks.JobCompleted),
        _ => Libvirt.virConnectRegisterCloseCallback(connection, EventCallbacks.Closed, _key, null),
    });

    private int Register(int eventId, void* callback) =>
        Libvirt.virConnectDomainEventRegisterAny(connection, 0, eventId, callback, _key, null);

    /// <summary>Takes a callback back. On a connection that broke this fails; nothing comes from there any more.</summary>
    private void Unregister(LibvirtEventKinds kind, int callback)
    {
        int result = kind == LibvirtEventKinds.ConnectionClosed
            ? Libvirt.virConnectUnregisterCloseCallback(connection, EventCallbacks.Closed)
            : Libvirt.virConnectDomainEventDeregisterAny(connection, callback);
        if (result < 0)
            _ = NativeError.Take();
    }
}
