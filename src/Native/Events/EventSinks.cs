using System.Collections.Concurrent;

namespace ShadowMig.Native.Events;

/// <summary>Receivers by the number that travels through libvirt as opaque; a number that is gone receives nothing.</summary>
internal static class EventSinks
{
    private static readonly ConcurrentDictionary<nint, IEventSink> Sinks = new();
    private static long _last;

    /// <summary>Enters a receiver.</summary>
    internal static nint Add(IEventSink sink)
    {
        nint key = (nint)Interlocked.Increment(ref _last);
        Sinks[key] = sink;
        return key;
    }

    /// <summary>Removes a receiver; callbacks that are under way find nobody.</summary>
    internal static void Remove(nint key) => Sinks.TryRemove(key, out _);

    /// <summary>The receiver, unless it is gone.</summary>
    internal static IEventSink? Find(nint key) => Sinks.GetValueOrDefault(key);

    /// <summary>How many there are.</summary>
    internal static int Count => Sinks.Count;
}
