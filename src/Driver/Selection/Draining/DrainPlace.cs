namespace ShadowMig.Driver.Selection.Draining;

/// <summary>Where a guest goes.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Destination">The node that takes it; null when none can.</param>
/// <param name="Fates">Every node's fate, with the guests that were placed before counted in.</param>
public sealed record DrainPlace(DrainGuest Guest, DestinationFate? Destination, IReadOnlyList<DestinationFate> Fates);
