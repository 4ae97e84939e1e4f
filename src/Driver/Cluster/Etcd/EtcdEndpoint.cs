using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Etcdserverpb;
using Grpc.Core;
using Grpc.Net.Client;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>One member of etcd, over a connection of its own.</summary>
internal sealed class EtcdEndpoint : IDisposable
{
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastReconnect = TimeSpan.FromSeconds(2);

    private readonly GrpcChannel _channel;

    public EtcdEndpoint(string address, EtcdOptions options)
    {
        Address = address;
        bool secure = address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        _channel = GrpcChannel.ForAddress(address, new()
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.CallBound,
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                UseProxy = false,
                SslOptions = secure ? Tls(options) : new(),
            },
            DisposeHttpClient = true,
            Credentials = secure ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
            InitialReconnectBackoff = FirstReconnect,
            MaxReconnectBackoff = LastReconnect,
        });
        (Values, Leases, Users) = (new(_channel), new(_channel), new(_channel));
    }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>Keys and transactions.</summary>
    public KV.KVClient Values { get; }

    /// <summary>Leases.</summary>
    public Lease.LeaseClient Leases { get; }

    /// <summary>Authentication.</summary>
    public Auth.AuthClient Users { get; }

    /// <summary>What shows who asks; null before the first time, and without a user.</summary>
    public string? Token { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static SslClientAuthenticationOptions Tls(EtcdOptions options)
    {
        SslClientAuthenticationOptions tls = new();
        if (options.CaFile is { } authority)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            tls.CertificateChainPolicy = policy;
        }

        if (options is { CertificateFile: { } certificate, KeyFile: { } key })
            tls.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        return tls;
    }
}
