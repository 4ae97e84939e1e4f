using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Mvccpb;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>
/// Guest locks in etcd: one key a guest, made by a transaction, under a lease of its own. The fencing token is the
/// key's create revision, which only ever grows.
/// </summary>
internal sealed class EtcdGuestLockStore(EtcdStore store, IOptions<CoordinationOptions> options) : IGuestLockStore
{
    // Each failure means that another process took a lock meanwhile.
    private const int MostAttempts = 32;

    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);

    /// <inheritdoc/>
    public Task<LockAttempt> TryTakeAsync(GuestClaim claim, TimeSpan lease, CancellationToken cancellationToken) => store.UnderNewLeaseAsync(
        lease, id => TryTakeAsync(claim, id, cancellationToken), attempt => attempt.Grant is not null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(LockGrant grant, TimeSpan lease, CancellationToken cancellationToken) =>
        store.RenewAsync(grant.LeaseId, Key(grant.Claim.Guest), grant.Token, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(LockGrant grant, CancellationToken cancellationToken) => store.RevokeAsync(grant.LeaseId, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StandingLock>> StandingAsync(CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(_keys.Guests, cancellationToken)).Select(Read).OfType<StandingLock>()];

    private async Task<LockAttempt> TryTakeAsync(GuestClaim claim, long lease, CancellationToken cancellationToken)
    {
        string key = Key(claim.Guest);
        ByteString value = EtcdJson.Write(claim, EtcdJson.Default.GuestClaim);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            (long generation, IReadOnlyList<KeyValue> entries) = await store.ReadWithGenerationAsync(_keys.GuestsGeneration, _keys.Guests, cancellationToken);
            // An answer that was lost may have been the good one.
            if (entries.FirstOrDefault(e => e.Lease == lease) is { } mine)
                return new(new LockGrant(claim, mine.CreateRevision, lease));
            StandingLock[] standing = [.. entries.Select(Read).OfType<StandingLock>()];
            if (standing.FirstOrDefault(l => l.Guest == claim.Guest) is { } other)
                return LockAttempt.Refused(other.Refusal);
            if (MigrationSlots.Objection(standing, claim, options.Value) is { } full)
                return LockAttempt.Refused(full);
            if (await store.TryCreateAsync(_keys.GuestsGeneration, generation, key, value, lease, cancellationToken) is { } token)
                return new(new LockGrant(claim, token, lease));
            await Task.Delay(RandomNumberGenerator.GetInt32(5, 50), cancellationToken);
        }

        throw new CoordinationUnavailableException($"etcd: {MostAttempts} attempts to take the lock of {claim.GuestName} met others; try again");
    }

    private string Key(Guid guest) => $"{_keys.Guests}{guest}";

    private StandingLock? Read(KeyValue entry) => Guid.TryParse(EtcdKeys.Rest(entry.Key.ToStringUtf8(), _keys.Guests), out Guid guest)
        ? new(guest, entry.CreateRevision, EtcdJson.Read(entry.Value, EtcdJson.Default.GuestClaim))
        : null;
}
