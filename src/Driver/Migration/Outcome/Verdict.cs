using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What both ends' answers mean.</summary>
/// <param name="Result">The migration's result as things stand.</param>
/// <param name="Step">What has to be done; the ends are asked again after it.</param>
/// <param name="Reason">Why; null when there is nothing to add.</param>
public sealed record Verdict(MigrationResult Result, SettlementStep Step = SettlementStep.None, Reason? Reason = null)
{
    /// <summary>Whether nothing is open: a clear result, and nothing to do.</summary>
    public bool IsFinal => Result != MigrationResult.Unknown && Step == SettlementStep.None;
}
