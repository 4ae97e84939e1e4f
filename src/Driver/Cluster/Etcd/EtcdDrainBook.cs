using Etcdserverpb;
using Microsoft.Extensions.Options;
using Mvccpb;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Drains in etcd: one key a node, under a lease of its own. The fencing token is the key's create revision.</summary>
internal sealed class EtcdDrainBook(EtcdStore store, IOptions<CoordinationOptions> options) : IDrainBook
{
    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);

    /// <inheritdoc/>
    public Task<DrainAttempt> TryTakeAsync(DrainClaim claim, TimeSpan lease, CancellationToken cancellationToken) => store.UnderNewLeaseAsync(
        lease, id => TryTakeAsync(claim, id, cancellationToken), attempt => attempt.Grant is not null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(DrainGrant grant, TimeSpan lease, CancellationToken cancellationToken) =>
        store.RenewAsync(grant.LeaseId, Key(grant.Claim.Node), grant.Token, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(DrainGrant grant, CancellationToken cancellationToken) => store.RevokeAsync(grant.LeaseId, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StandingDrain>> StandingAsync(CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(_keys.Drains, cancellationToken)).Select(Read)];

    private async Task<DrainAttempt> TryTakeAsync(DrainClaim claim, long lease, CancellationToken cancellationToken)
    {
        string key = Key(claim.Node);
        TxnRequest request = new()
        {
            Compare = { EtcdStore.Created(key, 0) },
            Success = { EtcdStore.Put(key, EtcdJson.Write(claim, EtcdJson.Default.DrainClaim), lease) },
            Failure = { EtcdStore.Get(new() { Key = EtcdStore.Bytes(key) }) },
        };
        TxnResponse answer = await store.TransactAsync(request, cancellationToken);
        if (answer.Succeeded)
            return new(new DrainGrant(claim, answer.Header.Revision, lease));
        KeyValue standing = answer.Responses[0].ResponseRange.Kvs[0];
        // An answer that was lost may have been the good one.
        return standing.Lease == lease ? new(new DrainGrant(claim, standing.CreateRevision, lease)) : new(null, Read(standing).Refusal);
    }

    private string Key(string node) => $"{_keys.Drains}{node}";

    private StandingDrain Read(KeyValue entry) => new(
        EtcdKeys.Rest(entry.Key.ToStringUtf8(), _keys.Drains), entry.CreateRevision, EtcdJson.Read(entry.Value, EtcdJson.Default.DrainClaim));
}
