using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>Tests that share one etcd; each has keys of its own.</summary>
[CancelAfter(60_000)]
public abstract class EtcdFixture
{
    private readonly List<EtcdPeer> _peers = [];
    private EtcdServer? _server;

    private protected EtcdServer Server => _server ?? throw new InvalidOperationException("etcd does not run");

    private protected string Prefix { get; private set; } = "/";

    [OneTimeSetUp]
    public async Task UpAsync()
    {
        _server = EtcdServer.Start();
        using EtcdPeer peer = new(EtcdPeer.Configure("/", Server.Address));
        await UntilAsync("answering", async () => await AnswersAsync(peer));
    }

    [OneTimeTearDown]
    public void Down() => _server?.Dispose();

    [SetUp]
    public void SetUp() => Prefix = $"/{Guid.NewGuid():N}/";

    [TearDown]
    public void TearDown()
    {
        _peers.ForEach(p => p.Dispose());
        _peers.Clear();
    }

    internal static async Task<bool> AnswersAsync(EtcdPeer peer)
    {
        try
        {
            await peer.Directory.ReadAsync(CancellationToken.None);
            return true;
        }
        catch (CoordinationUnavailableException)
        {
            return false;
        }
    }

    private protected static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                throw new TimeoutException($"not {what} within 20 s");
            await Task.Delay(50);
        }
    }

    /// <summary>Another process of the fleet.</summary>
    private protected EtcdPeer Peer(Action<CoordinationOptions>? configure = null, params string[] before)
    {
        CoordinationOptions options = EtcdPeer.Configure(Prefix, [.. before, Server.Address]);
        configure?.Invoke(options);
        EtcdPeer peer = new(options);
        _peers.Add(peer);
        return peer;
    }
}
