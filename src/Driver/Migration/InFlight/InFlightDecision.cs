using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>A step that a controller asks for. Closed: a transfer knows how to take each kind.</summary>
/// <param name="Reason">Why, with numbers; an abort's reason becomes the migration's.</param>
public abstract record InFlightDecision(Reason Reason)
{
    /// <summary>What the step is called in records, in kebab case.</summary>
    internal abstract string Action { get; }
}
