using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>A step that a controller asks for, with its reason.</summary>
/// <param name="Step">The step.</param>
/// <param name="Reason">Why; an abort's reason becomes the migration's.</param>
public sealed record InFlightDecision(InFlightStep Step, Reason Reason);
