namespace ShadowMig.Hosting.Commands;

/// <summary>One refresh of <c>status --watch</c>.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Reading">What there is to show; null when it could not be read.</param>
/// <param name="Failure">Why it could not be read; null when it could.</param>
internal sealed record StatusMoment(DateTimeOffset At, StatusReading? Reading, string? Failure);
