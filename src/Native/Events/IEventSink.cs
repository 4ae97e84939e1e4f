namespace ShadowMig.Native.Events;

/// <summary>Takes events on libvirt's event thread; must neither block nor throw.</summary>
internal interface IEventSink
{
    /// <summary>The time to stamp on an event.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Takes an event.</summary>
    void Post(LibvirtEvent happened);
}
