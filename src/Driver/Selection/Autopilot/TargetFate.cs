using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What became of a node as the target of a guest.</summary>
/// <param name="Node">The node.</param>
/// <param name="Fate">Why it was taken or not; code <see cref="ReasonCodes.Chosen"/> when it was.</param>
/// <param name="LoadAfter">What its guests would ask for with the guest, as a share of its processors; null when it was not looked at so far.</param>
public sealed record TargetFate(string Node, Reason Fate, double? LoadAfter);
