using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>Memory set aside on targets, so that two migrations do not count on the same memory.</summary>
/// <remarks>
/// A reservation outlives the process that made it, since libvirt's job does too.
/// Members throw <see cref="IOException"/> when the book cannot be read or written.
/// </remarks>
public interface IReservationBook
{
    /// <summary>Sets memory aside, unless other reservations leave too little.</summary>
    /// <param name="reservation">What is set aside.</param>
    /// <param name="available">Memory that the target has to give now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What others have reserved when that leaves too little; null when the reservation stands.</returns>
    Task<ByteCount?> TryReserveAsync(Reservation reservation, ByteCount available, CancellationToken cancellationToken);

    /// <summary>Gives memory back; harmless when there is nothing to give back.</summary>
    Task ReleaseAsync(string migrationId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Memory of a target that is set aside now.</summary>
    Task<ByteCount> StandingAsync(Guid destination, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Memory that is set aside now, by target; a target without reservations is missing.</summary>
    Task<IReadOnlyDictionary<Guid, ByteCount>> StandingAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>How many reservations stand now.</summary>
    Task<int> CountStandingAsync(DateTimeOffset at, CancellationToken cancellationToken);
}
