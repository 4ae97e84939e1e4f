using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>One process of the fleet, as far as etcd can tell: a connection of its own and all that stands on it.</summary>
internal sealed class EtcdPeer : IDisposable
{
    /// <summary>The shortest that etcd grants with its default timing.</summary>
    public const int LeaseSeconds = 2;

    private readonly EtcdConnection _connection;

    public EtcdPeer(CoordinationOptions options)
    {
        Options = options;
        IOptions<CoordinationOptions> wrapped = Microsoft.Extensions.Options.Options.Create(options);
        _connection = new(wrapped, TimeProvider.System);
        Store = new(_connection);
        Locks = new(Store, wrapped);
        Reservations = new(Store, wrapped, NullLogger<EtcdReservationBook>.Instance);
        Cordons = new(Store, wrapped);
        Drains = new(Store, wrapped);
        Directory = new(Store, wrapped);
    }

    public CoordinationOptions Options { get; }

    public EtcdStore Store { get; }

    public EtcdGuestLockStore Locks { get; }

    public EtcdReservationBook Reservations { get; }

    public EtcdCordonBook Cordons { get; }

    public EtcdDrainBook Drains { get; }

    public EtcdNodeDirectory Directory { get; }

    public static CoordinationOptions Configure(string prefix, params string[] endpoints)
    {
        CoordinationOptions options = new() { Mode = CoordinationMode.Etcd, LeaseSeconds = LeaseSeconds };
        options.Etcd.Prefix = prefix;
        foreach (string endpoint in endpoints)
            options.Etcd.Endpoints.Add(endpoint);
        return options;
    }

    /// <summary>The service of a node.</summary>
    public EtcdMember Member(string name, int host, TimeProvider? time = null)
    {
        Mock<INodeAdvertiser> advertiser = new();
        advertiser.Setup(a => a.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(
            new NodeAdvertisement(name, $"qemu+tls://{name}/system", Claims.Host(host), "1.2.3", DateTimeOffset.UnixEpoch, 0.5, 100, 60, 3, false));
        return new(Store, advertiser.Object, Microsoft.Extensions.Options.Options.Create(Options), time ?? TimeProvider.System, NullLogger<EtcdMember>.Instance);
    }

    public async Task<GuestLock> TakeAsync(Guid? guest = null, TimeProvider? time = null) => (await GuestLock.TakeAsync(
        Locks, Claims.Of(guest), TimeSpan.FromSeconds(LeaseSeconds), time ?? TimeProvider.System, NullLogger.Instance, CancellationToken.None)).Lock!;

    public void Dispose() => _connection.Dispose();
}
