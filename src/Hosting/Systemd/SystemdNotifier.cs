using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ShadowMig.Hosting.Systemd;

/// <summary>Tells systemd how the service is, by its notification protocol (sd_notify(3)); says nothing where nobody listens.</summary>
/// <param name="socket">The socket that systemd names in <c>NOTIFY_SOCKET</c>; an <c>@</c> stands for the abstract name space. Null or empty for none.</param>
/// <param name="time">The clock; its timestamps are those of the kernel's monotonic clock.</param>
internal sealed class SystemdNotifier(string? socket, TimeProvider time)
{
    /// <summary>The notifier of this process.</summary>
    public static SystemdNotifier ForProcess(TimeProvider time) => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), time);

    /// <summary>The service does its work.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>The service reads its configuration again; <see cref="Ready"/> ends that.</summary>
    public void Reloading() => Send(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)time.GetElapsedTime(0).TotalMicroseconds}\nSTATUS=Reading the configuration again"));

    /// <summary>The service begins to end.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=Ending");

    /// <summary>The service is well: the watchdog starts again from zero.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Alive(string status) => Send($"WATCHDOG=1\nSTATUS={status}");

    /// <summary>What is not well; the watchdog runs on.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Ailing(string status) => Send($"STATUS={status}");

    private void Send(string state)
    {
        if (socket is not { Length: > 1 })
            return;
        try
        {
            using Socket datagrams = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A full queue of systemd's must not hold up whoever has something to tell.
            datagrams.Blocking = false;
            datagrams.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(socket[0] == '@' ? $"\0{socket[1..]}" : socket));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // systemd starts again now and then; a lost message is made good by the next one.
        }
    }
}
