using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>What moving a guest is expected to take, before anybody looks closely.</summary>
/// <param name="Seconds">Total time, seconds.</param>
/// <param name="IsPlanned">Whether the planner predicted it from an observation of the guest; else it is memory over the link's rate.</param>
/// <param name="Refusal">Why the planner refuses; null when it does not.</param>
public sealed record MoveForecast(double Seconds, bool IsPlanned, Reason? Refusal = null);
