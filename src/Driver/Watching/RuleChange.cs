using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Watching;

/// <summary>A change that is worth a line.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Status">Where the rule stands now.</param>
internal sealed record RuleChange(RuleChangeKind Kind, RuleStatus Status);
