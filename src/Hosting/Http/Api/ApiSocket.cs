using System.Net.Sockets;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>The file of the Unix socket: cleared before, closed to others after it is bound.</summary>
internal static class ApiSocket
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Removes the socket of a service that died; nothing else is removed.</summary>
    /// <exception cref="UsageException">Something else is there, or a service listens on it.</exception>
    public static void Clear(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new UsageException($"Api:Socket: there is no folder {Path.GetDirectoryName(path)}: create it or set another path");
        if (!Path.Exists(path))
            return;
        if (!IsSocket(path))
            throw new UsageException($"Api:Socket: {path} is there and is no socket: move it away or set another path");
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new UsageException($"Api:Socket: {path} cannot be taken over: {e.Message}");
        }

        throw new UsageException($"Api:Socket: another service listens on {path}: end it or set another path");
    }

    /// <summary>Closes the socket to all but its owner and the group.</summary>
    /// <exception cref="UsageException">The group cannot be given the socket.</exception>
    public static void Protect(string path, string? group)
    {
        try
        {
            if (group is not null && UnixGroups.Find(group) is { } id)
                UnixOwnership.SetGroup(path, id);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Api:Group: {e.Message}; run the service as root or as a member of the group");
        }
    }

    // Only a socket cannot be opened at all; opened for both, a pipe does not block.
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
