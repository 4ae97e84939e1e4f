namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Establishes who has the guest, and sees to it that only one node has it.</summary>
public interface ISettlement
{
    /// <summary>Asks both ends, does what the authority table says, and asks again.</summary>
    /// <param name="sourceUri">The source.</param>
    /// <param name="destinationUri">The destination.</param>
    /// <param name="uuid">The guest.</param>
    /// <param name="outcome">What is known of the transfer.</param>
    /// <param name="beforeStep">Told of each step before it is taken, and why.</param>
    Task<Settled> SettleAsync(
        string sourceUri, string destinationUri, Guid uuid, TransferOutcome outcome, Action<SettlementStep, string> beforeStep);
}
