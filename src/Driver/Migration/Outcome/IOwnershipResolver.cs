namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Asks both ends who has a guest.</summary>
public interface IOwnershipResolver
{
    /// <summary>Asks, through connections of its own, again and again until the answers settle it or a bound passes.</summary>
    /// <param name="sourceUri">The source.</param>
    /// <param name="destinationUri">The destination.</param>
    /// <param name="uuid">The guest.</param>
    /// <param name="isSettled">Whether answers are enough to go by.</param>
    /// <param name="cancellationToken">Ends the questions; the last answers are returned.</param>
    Task<OwnershipReading> ResolveAsync(
        string sourceUri, string destinationUri, Guid uuid, Predicate<OwnershipReading> isSettled, CancellationToken cancellationToken);
}
