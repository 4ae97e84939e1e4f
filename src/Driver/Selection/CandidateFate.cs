namespace ShadowMig.Driver.Selection;

/// <summary>What became of one candidate in a choice.</summary>
/// <param name="Id">The guest or host.</param>
/// <param name="Code">A code of <see cref="Model.ReasonCodes"/>.</param>
/// <param name="Score">What it was compared by, less being better; null when it was ruled out before.</param>
public readonly record struct CandidateFate(string Id, string Code, double? Score);
