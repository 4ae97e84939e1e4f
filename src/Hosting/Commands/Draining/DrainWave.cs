using ShadowMig.Driver.Selection.Draining;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Guests that were placed together, in their order.</summary>
/// <param name="Turns">The guests that move; empty when none can.</param>
/// <param name="Link">What their migrations share; null when there are none.</param>
/// <param name="Forecast">How long all of them take; null when there are none.</param>
internal sealed record DrainWave(IReadOnlyList<DrainTurn> Turns, DrainLink? Link, DrainForecast? Forecast);
