using System.Net.Sockets;
using System.Runtime.InteropServices;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word.</summary>
internal static class LocalCallers
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int SoPeerGroups = 59;
    private const int MostGroups = 4096;

    /// <summary>The caller: root, the service's own user and members of the group are operators, others nothing.</summary>
    /// <param name="socket">The accepted socket.</param>
    /// <param name="group">The group of operators; null for none.</param>
    /// <exception cref="SocketException">The kernel does not tell.</exception>
    public static ApiCaller Of(Socket socket, uint? group)
    {
        // struct ucred: process, user, group.
        Span<uint> credentials = stackalloc uint[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        (uint process, uint user, uint primary) = (credentials[0], credentials[1], credentials[2]);
        bool isOperator = user == 0 || user == UnixOwnership.UserId
            || (group is { } id && (primary == id || Supplementary(socket).Contains(id)));
        return new($"uid {user}", $"pid {process}", isOperator ? ApiRole.Operator : null);
    }

    private static uint[] Supplementary(Socket socket)
    {
        uint[] groups = new uint[MostGroups];
        int bytes = socket.GetRawSocketOption(SolSocket, SoPeerGroups, MemoryMarshal.AsBytes(groups.AsSpan()));
        return groups[..(bytes / sizeof(uint))];
    }
}
