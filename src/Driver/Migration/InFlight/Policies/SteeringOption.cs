using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>Something that the limits allow to be done to a transfer, and what would follow.</summary>
/// <param name="Continuation">The transfer with it.</param>
/// <param name="Steps">The decisions, made once the reason is known; none for waiting.</param>
internal sealed record SteeringOption(Continuation Continuation, IReadOnlyList<Func<Reason, InFlightDecision>> Steps);
