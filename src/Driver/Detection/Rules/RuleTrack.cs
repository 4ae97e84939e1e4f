using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>What is carried from one judgement of a rule to the next.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Last">The last reading that counted; null before the first.</param>
/// <param name="History">Its samples.</param>
public sealed record RuleTrack(RuleStatus Status, SignalReading? Last, RuleHistory History);
