using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mvccpb;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Reservations in etcd, each under a lease that lasts until it expires: like libvirt's job, it outlives its process.</summary>
internal sealed partial class EtcdReservationBook(
    EtcdStore store, IOptions<CoordinationOptions> options, ILogger<EtcdReservationBook> logger) : IReservationBook
{
    private const int MostAttempts = 32;

    private readonly EtcdKeys _keys = new(options.Value.Etcd.Prefix);

    /// <inheritdoc/>
    public async Task<ByteCount?> TryReserveAsync(Reservation reservation, ByteCount available, CancellationToken cancellationToken)
    {
        long lease = await store.GrantAsync(reservation.ExpiresAt - reservation.At, cancellationToken);
        bool made = false;
        try
        {
            ByteCount? others = await TryReserveAsync(reservation, available, lease, cancellationToken);
            made = others is null;
            return others;
        }
        finally
        {
            if (!made)
                await TryRevokeAsync(lease);
        }
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(string migrationId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach ((KeyValue entry, _) in await ReadAsync(_keys.Reservations, r => r.MigrationId == migrationId && IsOfThisHost(r), cancellationToken))
        {
            if (entry.Lease != 0)
                await store.RevokeAsync(entry.Lease, cancellationToken);
            else
                await store.DeleteAsync(entry.Key.ToStringUtf8(), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ByteCount> StandingAsync(Guid destination, DateTimeOffset at, CancellationToken cancellationToken) =>
        Sum(await ReadAsync(_keys.ReservationsOf(destination), _ => true, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Guid, ByteCount>> StandingAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        (await ReadAsync(_keys.Reservations, _ => true, cancellationToken)).GroupBy(r => r.Reservation.Destination).ToDictionary(g => g.Key, g => Sum([.. g]));

    /// <inheritdoc/>
    public async Task<int> CountStandingAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        (await ReadAsync(_keys.Reservations, _ => true, cancellationToken)).Count;

    private async Task<ByteCount?> TryReserveAsync(Reservation reservation, ByteCount available, long lease, CancellationToken cancellationToken)
    {
        string folder = _keys.ReservationsOf(reservation.Destination);
        string generationKey = _keys.ReservationsGeneration(reservation.Destination);
        string key = $"{folder}{GuestClaim.ThisProcess}/{reservation.MigrationId}";
        ByteString value = EtcdJson.Write(
            new(reservation.MigrationId, reservation.Destination, reservation.Needed.Value, GuestClaim.ThisProcess), EtcdJson.Default.StoredReservation);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            (long generation, IReadOnlyList<KeyValue> entries) = await store.ReadWithGenerationAsync(generationKey, folder, cancellationToken);
            if (entries.Any(e => e.Lease == lease))
                return null;
            ByteCount others = Sum(Parse(entries, _ => true));
            if (others + reservation.Needed > available)
                return others;
            if (await store.TryCreateAsync(generationKey, generation, key, value, lease, cancellationToken) is not null)
                return null;
            await Task.Delay(RandomNumberGenerator.GetInt32(5, 50), cancellationToken);
        }

        throw new CoordinationUnavailableException($"etcd: {MostAttempts} attempts to reserve memory met others; try again");
    }

    private async Task<IReadOnlyList<(KeyValue Entry, StoredReservation Reservation)>> ReadAsync(
        string folder, Predicate<StoredReservation> isWanted, CancellationToken cancellationToken) =>
        Parse(await store.ReadAsync(folder, cancellationToken), isWanted);

    private List<(KeyValue Entry, StoredReservation Reservation)> Parse(IEnumerable<KeyValue> entries, Predicate<StoredReservation> isWanted)
    {
        List<(KeyValue, StoredReservation)> found = [];
        foreach (KeyValue entry in entries)
        {
            if (EtcdJson.Read(entry.Value, EtcdJson.Default.StoredReservation) is not { Bytes: >= 0 } reservation)
                LogUnreadable(entry.Key.ToStringUtf8());
            else if (isWanted(reservation))
                found.Add((entry, reservation));
        }

        return found;
    }

    private async Task TryRevokeAsync(long lease)
    {
        try
        {
            await store.RevokeAsync(lease, CancellationToken.None);
        }
        catch (CoordinationUnavailableException)
        {
            // It lapses by itself.
        }
    }

    // Migrations are numbered by the journal of a machine: two machines may give the same number.
    private static bool IsOfThisHost(StoredReservation reservation) =>
        reservation.Holder.StartsWith($"{Environment.MachineName}:", StringComparison.Ordinal);

    private static ByteCount Sum(IReadOnlyList<(KeyValue Entry, StoredReservation Reservation)> reservations) =>
        new(reservations.Aggregate(0L, (sum, r) => sum > long.MaxValue / 4 || r.Reservation.Bytes > long.MaxValue / 4 ? long.MaxValue / 4 : sum + r.Reservation.Bytes));

    [LoggerMessage(1, LogLevel.Warning, "etcd: the reservation {Key} cannot be read and is left out")]
    private partial void LogUnreadable(string key);
}
