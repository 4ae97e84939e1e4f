using Etcdserverpb;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>This service in its fleet: publishes its node under a lease, and takes part in the election of the leader.</summary>
/// <remarks>The leader is whoever made the leader's key; it goes with the lease, and the next who looks makes it again.</remarks>
internal sealed partial class EtcdMember(
    EtcdStore store, INodeAdvertiser advertiser, IOptions<CoordinationOptions> options, TimeProvider time, ILogger<EtcdMember> logger)
    : BackgroundService, IMembership
{
    // As for guest locks: the rest of the lease is left to clocks that differ.
    private const double Trusted = 0.9;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);
    private static readonly TimeSpan LeaveBound = TimeSpan.FromSeconds(2);

    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);
    private readonly TimeSpan _lease = options.Value.Lease;
    private readonly Lock _gate = new();
    private long _leaseId, _memoryId;
    private long? _renewedAt;
    private bool _isUp, _leads, _failing;

    /// <inheritdoc/>
    public bool IsLeader => State.IsLeader;

    /// <inheritdoc/>
    public MembershipState State
    {
        get
        {
            lock (_gate)
            {
                TimeSpan? since = _renewedAt is { } at ? time.GetElapsedTime(at) : null;
                return new(CoordinationMode.Etcd, _isUp, _leads && since < _lease * Trusted, since);
            }
        }
    }

    /// <summary>Renews the lease, publishes the node, and asks who leads; once.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        try
        {
            using CancellationTokenSource bound = new(_lease / 3, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
            await RenewAsync(either.Token);
            NodeAdvertisement? node = await PublishAsync(either.Token);
            Note(began, await CampaignAsync(node?.Name ?? Environment.MachineName, either.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            if (!_failing && !cancellationToken.IsCancellationRequested)
                LogLost(e is IOException ? e.Message : "etcd does not answer in time");
            lock (_gate)
                (_isUp, _failing) = (false, true);
        }
    }

    /// <summary>Leaves the fleet at once, so that others need not wait for the lease.</summary>
    public async Task LeaveAsync()
    {
        lock (_gate)
            _leads = false;
        try
        {
            using CancellationTokenSource bound = new(LeaveBound, time);
            foreach (long lease in (long[])[_leaseId, _memoryId])
            {
                if (lease != 0)
                    await store.RevokeAsync(lease, bound.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            LogNotLeft(e.Message);
        }

        (_leaseId, _memoryId) = (0, 0);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await BeatAsync(stoppingToken);
            await Task.Delay(_lease / 3, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await LeaveAsync();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (_leaseId == 0 || !await store.KeepAliveAsync(_leaseId, cancellationToken))
        {
            lock (_gate)
                _leads = false;
            _leaseId = await store.GrantAsync(_lease, cancellationToken);
        }

        if (_memoryId == 0 || !await store.KeepAliveAsync(_memoryId, cancellationToken))
            _memoryId = await store.GrantAsync(Remembered, cancellationToken);
    }

    private async Task<NodeAdvertisement?> PublishAsync(CancellationToken cancellationToken)
    {
        if (await advertiser.ReadAsync(cancellationToken) is not { } node)
            return null;
        ByteString value = EtcdJson.Write(node, EtcdJson.Default.NodeAdvertisement);
        TxnRequest request = new()
        {
            Success = { EtcdStore.Put($"{_keys.Nodes}{node.HostUuid}", value, _leaseId), EtcdStore.Put($"{_keys.Seen}{node.HostUuid}", value, _memoryId) },
        };
        await store.TransactAsync(request, cancellationToken);
        return node;
    }

    private async Task<bool> CampaignAsync(string name, CancellationToken cancellationToken)
    {
        TxnRequest request = new()
        {
            Compare = { EtcdStore.Created(_keys.Leader, 0) },
            Success = { EtcdStore.Put(_keys.Leader, EtcdStore.Bytes(name), _leaseId) },
            Failure = { EtcdStore.Get(new() { Key = EtcdStore.Bytes(_keys.Leader) }) },
        };
        TxnResponse answer = await store.TransactAsync(request, cancellationToken);
        return answer.Succeeded || answer.Responses[0].ResponseRange.Kvs.FirstOrDefault()?.Lease == _leaseId;
    }

    private void Note(long began, bool leads)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = leads != _leads;
            if (!_isUp)
                LogJoined(_keys.Nodes);
            (_isUp, _failing, _renewedAt, _leads) = (true, false, began, leads);
        }

        if (isNew)
            LogLeads(leads ? "leads" : "does not lead");
    }

    [LoggerMessage(1, LogLevel.Warning, "Coordination is lost: {Why}. No migration begins until it is back; those that run go on")]
    private partial void LogLost(string why);

    [LoggerMessage(2, LogLevel.Information, "Coordination is there: the node is published under {Folder}")]
    private partial void LogJoined(string folder);

    [LoggerMessage(3, LogLevel.Information, "This service {Role} the fleet")]
    private partial void LogLeads(string role);

    [LoggerMessage(4, LogLevel.Warning, "The fleet could not be left, the leases will lapse: {Why}")]
    private partial void LogNotLeft(string why);
}
