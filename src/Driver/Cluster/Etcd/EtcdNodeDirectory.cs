using Etcdserverpb;
using Microsoft.Extensions.Options;
using Mvccpb;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>What the services of the fleet published in etcd.</summary>
internal sealed class EtcdNodeDirectory(EtcdStore store, IOptions<CoordinationOptions> options) : INodeDirectory
{
    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);

    /// <inheritdoc/>
    public async Task<FleetState?> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyValue> live = await store.ReadAsync(_keys.Nodes, cancellationToken);
        IReadOnlyList<KeyValue> seen = await store.ReadAsync(_keys.Seen, cancellationToken);
        TxnResponse leader = await store.TransactAsync(
            new() { Success = { EtcdStore.Get(new() { Key = EtcdStore.Bytes(_keys.Leader) }) } }, cancellationToken);
        return Merge(live, seen, leader.Responses[0].ResponseRange.Kvs.FirstOrDefault()?.Value.ToStringUtf8());
    }

    private FleetState Merge(IReadOnlyList<KeyValue> live, IReadOnlyList<KeyValue> seen, string? leader)
    {
        List<string> problems = [];
        HashSet<string> alive = [.. live.Select(e => EtcdKeys.Rest(e.Key.ToStringUtf8(), _keys.Nodes))];
        IEnumerable<PublishedNode> nodes = live.Select(e => Read(e, isSilent: false, problems))
            .Concat(seen.Where(e => !alive.Contains(EtcdKeys.Rest(e.Key.ToStringUtf8(), _keys.Seen))).Select(e => Read(e, isSilent: true, problems)))
            .OfType<PublishedNode>();
        return new(leader, [.. nodes.OrderBy(n => n.Node.Name, StringComparer.Ordinal)], problems);
    }

    private static PublishedNode? Read(KeyValue entry, bool isSilent, List<string> problems)
    {
        if (EtcdJson.Read(entry.Value, EtcdJson.Default.NodeAdvertisement) is { } node)
            return new(node, isSilent);
        problems.Add($"{entry.Key.ToStringUtf8()} cannot be read and is left out");
        return null;
    }
}
