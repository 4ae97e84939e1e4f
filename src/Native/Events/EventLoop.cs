using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Events;

/// <summary>The process's one libvirt event loop, on a thread of its own; keepalive and events need it.</summary>
/// <remarks>
/// Must be registered before the first connection opens: connections opened earlier never see it
/// (https://libvirt.org/html/libvirt-libvirt-event.html).
/// </remarks>
internal static unsafe class EventLoop
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly Lock Gate = new();
    private static bool _registered;
    private static Run? _run;

    /// <summary>Whether the loop's thread runs.</summary>
    internal static bool IsRunning
    {
        get
        {
            lock (Gate)
                return _run is { Thread.IsAlive: true };
        }
    }

    /// <summary>Initializes libvirt and starts the loop unless it runs.</summary>
    /// <exception cref="DllNotFoundException">libvirt's client library is not installed.</exception>
    /// <exception cref="LibvirtException">libvirt could not initialize itself.</exception>
    internal static void EnsureStarted()
    {
        lock (Gate)
        {
            if (_run is not null)
                return;
            if (!_registered)
            {
                Libvirt.virSetErrorFunc(null, &Ignore);
                NativeResult.Check(Libvirt.virInitialize());
                NativeResult.Check(Libvirt.virEventRegisterDefaultImpl());
                _registered = true;
            }

            _run = new Run();
            _run.Thread.Start();
        }
    }

    /// <summary>Ends the loop's thread; connections stay, but hear nothing until the loop is started again.</summary>
    internal static void Stop()
    {
        lock (Gate)
        {
            if (_run is null)
                return;
            _run.Stopping.Set();
            // A poll that waits for nothing in particular ends only when there is something to do.
            NativeResult.Check(Libvirt.virEventAddTimeout(0, &RemoveTimeout, 0, null));
            _run.Thread.Join();
            _run = null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RemoveTimeout(int timer, nint opaque) => _ = Libvirt.virEventRemoveTimeout(timer);

    /// <summary>Errors reach callers as exceptions; libvirt need not print them as well.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(void* userData, virError* error)
    {
    }

    private sealed class Run
    {
        internal Run() => Thread = new Thread(Loop) { IsBackground = true, Name = "libvirt-events" };

        internal Thread Thread { get; }

        internal ManualResetEventSlim Stopping { get; } = new();

        private void Loop()
        {
            while (!Stopping.IsSet)
            {
                if (Libvirt.virEventRunDefaultImpl() < 0)
                    Stopping.Wait(RetryAfterFailure);
            }
        }
    }
}
