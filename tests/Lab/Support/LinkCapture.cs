namespace ShadowMig.Lab.Tests.Support;

/// <summary>Everything that passes a host's link, as tcpdump sees it.</summary>
internal sealed class LinkCapture : IDisposable
{
    // More than any migration of these tests needs; a forgotten capture ends by itself.
    private const string MostPackets = "400000";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    // tcpdump gets packets in blocks, a second late at worst.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

    private readonly RunningCommand _tcpdump;
    private readonly string _file;

    private LinkCapture(RunningCommand tcpdump, string file) => (_tcpdump, _file) = (tcpdump, file);

    /// <summary>Begins, and comes back once packets are seen.</summary>
    public static async Task<LinkCapture> StartAsync(LabHost host)
    {
        string file = Path.GetTempFileName();
        // The third number of the address is the lab's; 'ip' becomes tcpdump, so that a signal reaches it.
        string network = $"sm{host.Address.Split('.')[2]}-{host.Name}";
        LinkCapture capture = new(RunningCommand.Start(
            "ip", "netns", "exec", network, "tcpdump", "-i", "eth0", "-n", "-s", "0", "-B", "65536", "-c", MostPackets, "-Z", "root", "-w", file), file);
        long started = TimeProvider.System.GetTimestamp();
        while (!capture._tcpdump.Error.Contains("listening on", StringComparison.Ordinal))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Bound)
            {
                capture.Dispose();
                throw new TimeoutException($"tcpdump does not listen on {network}: {capture._tcpdump.Error}");
            }
            await Task.Delay(50);
        }
        return capture;
    }

    /// <summary>Ends it and gives the packets, one behind the other, with their headers.</summary>
    public async Task<byte[]> StopAsync()
    {
        await Task.Delay(Settle);
        await _tcpdump.SignalAsync("TERM");
        CommandResult ended = await _tcpdump.WaitAsync(Bound);
        await TestContext.Out.WriteLineAsync(ended.Error);
        return await File.ReadAllBytesAsync(_file);
    }

    public void Dispose()
    {
        _tcpdump.Dispose();
        File.Delete(_file);
    }
}
