using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Stands before the TLS handshake: bounds connections, and cuts addresses short whose handshakes are refused again and again.</summary>
internal sealed class HandshakeGuard(RefusedHandshakes refused) : IDisposable
{
    /// <summary>The most connections at a time.</summary>
    public const int Connections = 128;

    /// <summary>The most connections of one address at a time.</summary>
    public const int ConnectionsOfOne = 16;

    /// <summary>How many handshakes of one address may be refused at once; after that one each <see cref="Pause"/>.</summary>
    public const int Failures = 10;

    /// <summary>How long a handshake may take.</summary>
    public static readonly TimeSpan HandshakeBound = TimeSpan.FromSeconds(5);

    /// <summary>After how long an address that was cut short may try once more.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    // Each keeps a timer of 100 ms from its beginning on: a node without callers has none.
    private readonly Lazy<PartitionedRateLimiter<string>> _connections = new(static () => PartitionedRateLimiter.CreateChained(
        Bound(address => address, ConnectionsOfOne), Bound(_ => "", Connections)));

    private readonly Lazy<PartitionedRateLimiter<string>> _failures = new(static () => PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, static _ => new()
        {
            TokenLimit = Failures,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Pause,
            QueueLimit = 0,
        })));

    /// <summary>Lets a connection go on to its handshake, or ends it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        string address = Address(connection.RemoteEndPoint);
        using RateLimitLease lease = _connections.Value.AttemptAcquire(address);
        if (!lease.IsAcquired || _failures.Value.GetStatistics(address) is { CurrentAvailablePermits: 0 })
        {
            refused.Record(address, "nobody", connection.RemoteEndPoint, ApiAnswer.Limited(
                lease.IsAcquired ? "too many handshakes of this address were refused" : "too many connections", (int)Pause.TotalSeconds));
            connection.Abort(new("refused before the handshake"));
            return;
        }

        HandshakeState state = new();
        connection.Features.Set(state);
        await next(connection);
        if (!state.IsTaken)
            _failures.Value.AttemptAcquire(address).Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connections.IsValueCreated)
            _connections.Value.Dispose();
        if (_failures.IsValueCreated)
            _failures.Value.Dispose();
    }

    // Whoever has one address of IPv6 has all 2^64 of its network.
    internal static string Address(EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint { Address: var address })
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"{new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]])}/64" : $"{address}";
    }

    private static PartitionedRateLimiter<string> Bound(Func<string, string> partition, int most) => PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetConcurrencyLimiter(partition(address), _ => new() { PermitLimit = most, QueueLimit = 0 }));
}
