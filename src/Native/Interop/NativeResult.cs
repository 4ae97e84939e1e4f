using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>Turns failed returns into exceptions; to be called at once, on the thread of the failing call.</summary>
internal static unsafe class NativeResult
{
    /// <summary>Passes on a return that is not negative.</summary>
    /// <exception cref="LibvirtException">The return says failure.</exception>
    internal static int Check(int result) => result >= 0 ? result : throw NativeError.Take();

    /// <summary>Passes on a reference that libvirt returned.</summary>
    /// <exception cref="LibvirtException">There is none.</exception>
    internal static THandle Check<THandle>(THandle handle)
        where THandle : SafeHandle => !handle.IsInvalid ? handle : throw NativeError.Take();

    /// <summary>Copies a string that the caller owns, and frees it.</summary>
    /// <exception cref="LibvirtException">There is none.</exception>
    internal static string TakeText(byte* owned)
    {
        try
        {
            return BorrowText(owned);
        }
        finally
        {
            NativeMemory.Free(owned);
        }
    }

    /// <summary>Copies a string that libvirt keeps.</summary>
    /// <exception cref="LibvirtException">There is none.</exception>
    internal static string BorrowText(byte* borrowed) => borrowed is not null ? NativeText.Copy(borrowed) : throw NativeError.Take();
}
