using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Deals the bandwidth of a link to the migrations that share it, those of other processes included.</summary>
/// <remarks>Members throw <see cref="IOException"/> when the ledger cannot be read or written.</remarks>
public interface IBandwidthLedger
{
    /// <summary>Joins the migrations of a link, or shows that a migration still belongs to them, and gives its share.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="link">The link: all that leaves one source host.</param>
    /// <param name="cap">The most that it takes; null for all that it can get.</param>
    /// <param name="budget">The most that all of them may send together.</param>
    /// <param name="at">Now; who has not renewed its claim for a while has left, since its process died.</param>
    BandwidthShare Renew(string migrationId, string link, BytesPerSecond? cap, BytesPerSecond budget, DateTimeOffset at);

    /// <summary>Leaves; harmless when it has not joined.</summary>
    void Leave(string migrationId);
}
