namespace ShadowMig.Native.Interop;

/// <summary>This thread's last error.</summary>
/// <remarks>
/// libvirt wipes it at the next call on the thread, also when that call frees an object. A handle that another
/// thread disposed is freed by the call that used it last, between that call's return and the reading of its
/// error: so whoever frees an object keeps an error that nobody has taken yet.
/// </remarks>
internal static unsafe class NativeError
{
    [ThreadStatic]
    private static LibvirtException? _kept;

    /// <summary>Takes this thread's error; the next failure will have one of its own.</summary>
    internal static LibvirtException Take()
    {
        LibvirtException? error = Copy() ?? _kept;
        _kept = null;
        Libvirt.virResetLastError();
        return error ?? new LibvirtException(
            LibvirtErrorCode.InternalError, 0, LibvirtErrorLevel.Error, "libvirt reported a failure without an error.");
    }

    /// <summary>Keeps an error that nobody has taken, before a call that would wipe it.</summary>
    internal static void Keep() => _kept = Copy() ?? _kept;

    private static LibvirtException? Copy()
    {
        virError* error = Libvirt.virGetLastError();
        return error is null
            ? null
            : new LibvirtException(
                (LibvirtErrorCode)error->code,
                error->domain,
                (LibvirtErrorLevel)error->level,
                error->message is null ? "libvirt gave no message." : NativeText.Copy(error->message));
    }
}
