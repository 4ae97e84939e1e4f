using System.Net.Sockets;
using System.Text;

namespace ShadowMig.Hosting.Tests.Systemd;

/// <summary>The end of the notification socket that systemd holds.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-notify-").FullName;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="name">Its name; an abstract one begins with an at sign. Null for a file.</param>
    public NotifySocket(string? name = null)
    {
        Name = name ?? Path.Combine(_folder, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Name[0] == '@' ? $"\0{Name[1..]}" : Name));
        _socket.ReceiveTimeout = 5000;
    }

    public string Name { get; }

    public bool IsEmpty => _socket.Available == 0;

    /// <summary>The next message, as its lines.</summary>
    public async Task<string[]> NextAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int length = await _socket.ReceiveAsync(buffer, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length).Split('\n');
    }

    public void Dispose()
    {
        _socket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
