using Etcdserverpb;
using Microsoft.Extensions.Options;
using Mvccpb;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Cordons in etcd, where the whole fleet sees them; they stand until lifted.</summary>
internal sealed class EtcdCordonBook(EtcdStore store, IOptions<CoordinationOptions> options) : ICordonBook
{
    private const int MostAttempts = 32;

    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Cordon>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(_keys.Cordons, cancellationToken)).Select(Read)];

    /// <inheritdoc/>
    public async Task SetAsync(Cordon cordon, CancellationToken cancellationToken)
    {
        string key = $"{_keys.Cordons}{cordon.Node}";
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            KeyValue? before = (await store.ReadAsync(_keys.Cordons, cancellationToken)).FirstOrDefault(e => e.Key.ToStringUtf8() == key);
            Cordon then = before is not null && Read(before) is { } old && old.At != default ? old with { Reason = cordon.Reason ?? old.Reason } : cordon;
            TxnRequest request = new()
            {
                Compare = { new Compare { Key = EtcdStore.Bytes(key), Target = Compare.Types.CompareTarget.Mod, ModRevision = before?.ModRevision ?? 0 } },
                Success = { EtcdStore.Put(key, EtcdJson.Write(then, EtcdJson.Default.Cordon), 0) },
            };
            if ((await store.TransactAsync(request, cancellationToken)).Succeeded)
                return;
        }

        throw new CoordinationUnavailableException($"etcd: {MostAttempts} attempts to cordon {cordon.Node} met others; try again");
    }

    /// <inheritdoc/>
    public Task<bool> LiftAsync(string node, CancellationToken cancellationToken) => store.DeleteAsync($"{_keys.Cordons}{node}", cancellationToken);

    // One that cannot be read is a cordon all the same: rather a node too few than a guest on the wrong one.
    private Cordon Read(KeyValue entry)
    {
        string node = EtcdKeys.Rest(entry.Key.ToStringUtf8(), _keys.Cordons);
        return EtcdJson.Read(entry.Value, EtcdJson.Default.Cordon) is { } cordon && cordon.Node == node
            ? cordon
            : new(node, "its entry in etcd cannot be read", default);
    }
}
