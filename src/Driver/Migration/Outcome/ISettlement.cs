using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Establishes who has the guest, and sees to it that only one node has it.</summary>
public interface ISettlement
{
    /// <summary>Asks both ends, does what the authority table says twice in a row, and asks again.</summary>
    /// <param name="sourceUri">The source.</param>
    /// <param name="destinationUri">The destination.</param>
    /// <param name="uuid">The guest.</param>
    /// <param name="outcome">What is known of the transfer.</param>
    /// <param name="permit">Asked before each step, with why it is needed; gives why it must not be taken, or null.</param>
    /// <param name="guard">The guest's lock, which must stand at the very moment of a step; null where nothing was begun, and no step can be due.</param>
    Task<Settled> SettleAsync(
        string sourceUri, string destinationUri, Guid uuid, TransferOutcome outcome,
        Func<SettlementStep, string, Task<Reason?>> permit, GuestLock? guard);
}
