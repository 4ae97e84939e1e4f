using System.Runtime.InteropServices;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <summary>Users and groups of the kernel, where .NET has no call of its own.</summary>
public static class UnixOwnership
{
    /// <summary>The effective user of this process.</summary>
    public static uint UserId => Libc.geteuid();

    /// <summary>Gives a file to a group; its owner stays.</summary>
    /// <exception cref="IOException">The kernel refused; the message says why.</exception>
    public static void SetGroup(string path, uint group)
    {
        if (Libc.chown(path, uint.MaxValue, group) != 0)
            throw new IOException($"{path} cannot be given to group {group}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }
}
