using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Memory set aside on targets, so that two migrations do not count on the same memory.</summary>
/// <remarks>Members throw <see cref="IOException"/> when the book cannot be read or written.</remarks>
public interface IReservationBook
{
    /// <summary>Sets memory aside, unless other reservations leave too little.</summary>
    /// <param name="migrationId">The migration it is for.</param>
    /// <param name="destination">The target's host UUID: one node may be reached by several URIs.</param>
    /// <param name="needed">Memory needed.</param>
    /// <param name="available">Memory that the target has to give now.</param>
    /// <param name="at">Now.</param>
    /// <param name="expiresAt">When the reservation lapses if its process died.</param>
    /// <returns>What others have reserved when that leaves too little; null when the reservation stands.</returns>
    ByteCount? TryReserve(
        string migrationId, Guid destination, ByteCount needed, ByteCount available, DateTimeOffset at, DateTimeOffset expiresAt);

    /// <summary>Gives memory back; harmless when there is nothing to give back.</summary>
    void Release(string migrationId, DateTimeOffset at);

    /// <summary>Memory of a target that is set aside now.</summary>
    ByteCount Standing(Guid destination, DateTimeOffset at);

    /// <summary>How many reservations stand now.</summary>
    int CountStanding(DateTimeOffset at);
}
