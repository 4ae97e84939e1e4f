using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Something that holds a move back for a time.</summary>
/// <param name="Reason">What.</param>
/// <param name="Until">When it ends; null when that is not known.</param>
internal sealed record Hold(Reason Reason, DateTimeOffset? Until);
