using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>What became of a guest in a decision, in JSON.</summary>
internal sealed record GuestFateDocument(DomainDocument Domain, ReasonDocument Fate, double DemandProcessors, double? PredictedSeconds)
{
    public static GuestFateDocument From(GuestFate fate) => new(DomainDocument.From(fate.Guest), new(fate.Fate.Code, fate.Fate.Message), fate.Demand, fate.Seconds);
}
