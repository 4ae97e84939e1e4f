using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Mvccpb;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>The few operations on etcd that coordination is made of.</summary>
internal sealed class EtcdStore(EtcdConnection connection)
{
    /// <summary>All keys that begin with a text, as of one moment.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<IReadOnlyList<KeyValue>> ReadAsync(string folder, CancellationToken cancellationToken) =>
        (await connection.CallAsync((etcd, call) => etcd.Values.RangeAsync(Folder(folder), call).ResponseAsync, cancellationToken)).Kvs;

    /// <summary>A folder, and the revision in which its generation key was last written (0 for never), as of one moment.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<(long Generation, IReadOnlyList<KeyValue> Entries)> ReadWithGenerationAsync(
        string generation, string folder, CancellationToken cancellationToken)
    {
        TxnRequest request = new() { Success = { Get(new() { Key = Bytes(generation) }), Get(Folder(folder)) } };
        TxnResponse answer = await TransactAsync(request, cancellationToken);
        return (answer.Responses[0].ResponseRange.Kvs.FirstOrDefault()?.ModRevision ?? 0, answer.Responses[1].ResponseRange.Kvs);
    }

    /// <summary>Makes a key under a lease, unless it exists or the generation has been written since.</summary>
    /// <returns>The revision in which it was made; null when it was not.</returns>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<long?> TryCreateAsync(
        string generation, long readAt, string key, ByteString value, long lease, CancellationToken cancellationToken)
    {
        TxnRequest request = new()
        {
            Compare =
            {
                new Compare { Key = Bytes(generation), Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = readAt },
                Created(key, 0),
            },
            Success = { Put(key, value, lease), Put(generation, ByteString.Empty, 0) },
        };
        TxnResponse answer = await TransactAsync(request, cancellationToken);
        return answer.Succeeded ? answer.Header.Revision : null;
    }

    /// <summary>Whether a key is still the one that was made in a revision.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<bool> IsFromAsync(string key, long revision, CancellationToken cancellationToken) =>
        (await TransactAsync(new() { Compare = { Created(key, revision) } }, cancellationToken)).Succeeded;

    /// <summary>Makes something under a new lease, which ends when nothing came of it.</summary>
    /// <param name="lease">How long it stands without being renewed.</param>
    /// <param name="make">Makes it under the lease of this number.</param>
    /// <param name="isMade">Whether what came back stands on the lease.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<T> UnderNewLeaseAsync<T>(TimeSpan lease, Func<long, Task<T>> make, Predicate<T> isMade, CancellationToken cancellationToken)
    {
        long id = await GrantAsync(lease, cancellationToken);
        bool stands = false;
        try
        {
            T made = await make(id);
            stands = isMade(made);
            return made;
        }
        finally
        {
            if (!stands)
                await TryRevokeAsync(id);
        }
    }

    /// <summary>Renews a lease, for the sake of a key that was made under it.</summary>
    /// <returns>Whether both stand: whoever removed the key took it away, even while the lease stands.</returns>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<bool> RenewAsync(long lease, string key, long revision, CancellationToken cancellationToken) =>
        await KeepAliveAsync(lease, cancellationToken) && await IsFromAsync(key, revision, cancellationToken);

    /// <summary>Removes a key; harmless when there is none.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => (await connection.CallAsync(
        (etcd, call) => etcd.Values.DeleteRangeAsync(new() { Key = Bytes(key) }, call).ResponseAsync, cancellationToken)).Deleted > 0;

    /// <summary>Makes comparisons and then does one thing or another.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public Task<TxnResponse> TransactAsync(TxnRequest request, CancellationToken cancellationToken) =>
        connection.CallAsync((etcd, call) => etcd.Values.TxnAsync(request, call).ResponseAsync, cancellationToken);

    /// <summary>Begins a lease; at least so long, in whole seconds.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public async Task<long> GrantAsync(TimeSpan lease, CancellationToken cancellationToken) => (await connection.CallAsync(
        (etcd, call) => etcd.Leases.LeaseGrantAsync(new() { TTL = (long)Math.Ceiling(lease.TotalSeconds) }, call).ResponseAsync, cancellationToken)).ID;

    /// <summary>Renews a lease.</summary>
    /// <returns>Whether there was one to renew.</returns>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public Task<bool> KeepAliveAsync(long lease, CancellationToken cancellationToken) => connection.CallAsync(
        async (etcd, call) =>
        {
            using AsyncDuplexStreamingCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> stream = etcd.Leases.LeaseKeepAlive(call);
            await stream.RequestStream.WriteAsync(new() { ID = lease }, call.CancellationToken);
            if (!await stream.ResponseStream.MoveNext(call.CancellationToken))
                throw new RpcException(new(StatusCode.Unavailable, "the member ended the renewal without an answer"));
            bool stands = stream.ResponseStream.Current.TTL > 0;
            await stream.RequestStream.CompleteAsync();
            return stands;
        },
        cancellationToken);

    /// <summary>Ends a lease, and with it all keys under it; harmless when it lapsed.</summary>
    /// <exception cref="CoordinationUnavailableException">etcd is out of reach.</exception>
    public Task RevokeAsync(long lease, CancellationToken cancellationToken) => connection.CallAsync(
        async (etcd, call) =>
        {
            try
            {
                return await etcd.Leases.LeaseRevokeAsync(new() { ID = lease }, call);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                return new LeaseRevokeResponse();
            }
        },
        cancellationToken);

    private async Task TryRevokeAsync(long lease)
    {
        try
        {
            await RevokeAsync(lease, CancellationToken.None);
        }
        catch (CoordinationUnavailableException)
        {
            // It lapses by itself.
        }
    }

    /// <summary>Reads in a transaction.</summary>
    public static RequestOp Get(RangeRequest range) => new() { RequestRange = range };

    /// <summary>Writes in a transaction; under no lease when it is 0.</summary>
    public static RequestOp Put(string key, ByteString value, long lease) =>
        new() { RequestPut = new() { Key = Bytes(key), Value = value, Lease = lease } };

    /// <summary>True when a key was made in a revision; 0 when there is none.</summary>
    public static Compare Created(string key, long revision) => new()
    {
        Key = Bytes(key),
        Target = Compare.Types.CompareTarget.Create,
        Result = Compare.Types.CompareResult.Equal,
        CreateRevision = revision,
    };

    /// <summary>A key as etcd takes it.</summary>
    public static ByteString Bytes(string key) => ByteString.CopyFromUtf8(key);

    // A folder ends with '/': the key after all that begin with it ends with the next character, '0'.
    private static RangeRequest Folder(string folder) => new() { Key = Bytes(folder), RangeEnd = Bytes($"{folder[..^1]}0") };
}
