using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What became of a guest of a node that has to be relieved.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Fate">Why it moves or stays; code <see cref="ReasonCodes.Chosen"/> when it moves.</param>
/// <param name="Demand">Processors that it is forecast to ask for.</param>
/// <param name="Seconds">How long moving it is expected to take; null when unknown.</param>
public sealed record GuestFate(DomainIdentity Guest, Reason Fate, double Demand, double? Seconds);
