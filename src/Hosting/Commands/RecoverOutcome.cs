using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary>What became of a wish to recover a migration.</summary>
/// <param name="Entry">The migration as the journal holds it afterwards.</param>
/// <param name="Refusal">Why nothing was done, or no end was seen; null otherwise.</param>
internal sealed record RecoverOutcome(JournalEntry Entry, Reason? Refusal)
{
    /// <summary>Where it stands.</summary>
    public string State => (Entry, Refusal) switch
    {
        ({ EndedAt: not null }, _) => "settled",
        ({ IsUnresolved: false }, { Code: ReasonCodes.GuestLocked }) => "running",
        _ => "unresolved",
    };
}
