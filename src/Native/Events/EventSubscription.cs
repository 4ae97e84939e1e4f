using System.Threading.Channels;

namespace ShadowMig.Native.Events;

/// <summary>One caller's subscription: a bounded queue between libvirt's event thread and the caller's handler.</summary>
internal sealed class EventSubscription : IDisposable
{
    /// <summary>Events that wait for a slow handler before the oldest are lost.</summary>
    internal const int Capacity = 4096;

    private readonly Guid? _domain;
    private readonly Action<LibvirtEvent> _handler;
    private readonly Action<Exception>? _handlerFault;
    private readonly Action<EventSubscription> _ended;
    private readonly Channel<LibvirtEvent> _queue = Channel.CreateBounded<LibvirtEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private int _disposed;

    internal EventSubscription(
        LibvirtEventKinds kinds,
        Guid? domain,
        Action<LibvirtEvent> handler,
        Action<Exception>? handlerFault,
        Action<EventSubscription> ended)
    {
        Kinds = kinds;
        _domain = domain;
        _handler = handler;
        _handlerFault = handlerFault;
        _ended = ended;
        _ = Task.Run(DispatchAsync);
    }

    /// <summary>What the caller wants to hear of.</summary>
    internal LibvirtEventKinds Kinds { get; }

    private bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Queues an event if the caller wants it.</summary>
    internal void Offer(LibvirtEvent happened)
    {
        (LibvirtEventKinds kind, Guid? domain) = happened switch
        {
            LifecycleEvent lifecycle => (LibvirtEventKinds.Lifecycle, lifecycle.DomainUuid),
            MigrationIterationEvent iteration => (LibvirtEventKinds.MigrationIteration, iteration.DomainUuid),
            JobCompletedEvent completed => (LibvirtEventKinds.JobCompleted, completed.DomainUuid),
            _ => (LibvirtEventKinds.ConnectionClosed, (Guid?)null),
        };
        if (Kinds.HasFlag(kind) && (_domain is null || domain is null || domain == _domain))
            _queue.Writer.TryWrite(happened);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.Writer.TryComplete();
        _ended(this);
    }

#pragma warning disable CA1031 // A handler's mistake must not end the events that come after it.
    private async Task DispatchAsync()
    {
        await foreach (LibvirtEvent happened in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (IsDisposed)
                return;
            try
            {
                _handler(happened);
            }
            catch (Exception fault)
            {
                Report(fault);
            }
        }
    }

    private void Report(Exception fault)
    {
        try
        {
            _handlerFault?.Invoke(fault);
        }
        catch
        {
        }
    }
#pragma warning restore CA1031
}
