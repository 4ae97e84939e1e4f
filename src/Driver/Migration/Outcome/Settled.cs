using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Who has the guest in the end, and what had to be done for it.</summary>
/// <param name="Result">The migration's result.</param>
/// <param name="Reading">The last answers of both ends.</param>
/// <param name="Reasons">Why it did not complete, or what to know.</param>
public sealed record Settled(MigrationResult Result, OwnershipReading Reading, IReadOnlyList<Reason> Reasons);
