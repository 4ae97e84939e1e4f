using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>One check: what was looked at, how it ended and, if it failed or could not be made, why.</summary>
public sealed record PreflightCheck(string Name, CheckOutcome Outcome, string Detail, Reason? Reason = null);
