using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>What became of a node as a target, in JSON.</summary>
internal sealed record TargetFateDocument(string Node, ReasonDocument Fate, double? DemandRatioAfter)
{
    public static TargetFateDocument From(TargetFate fate) => new(fate.Node, new(fate.Fate.Code, fate.Fate.Message), fate.LoadAfter.Finite());
}
