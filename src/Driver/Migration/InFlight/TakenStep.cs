namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>A step that was taken.</summary>
/// <param name="Decision">The step.</param>
/// <param name="At">Time since the transfer began.</param>
/// <param name="Round">How many rounds were over then.</param>
/// <param name="Succeeded">Whether libvirt did it; null while it has not answered.</param>
public sealed record TakenStep(InFlightDecision Decision, TimeSpan At, int Round, bool? Succeeded);
