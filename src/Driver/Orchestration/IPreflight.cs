using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Checks, without changing anything, whether a guest can move from one node to another.</summary>
public interface IPreflight
{
    /// <summary>Runs every check; a failed one never throws.</summary>
    /// <param name="source">The node that runs the guest.</param>
    /// <param name="domainName">Name or UUID of the guest.</param>
    /// <param name="destinationUri">The destination as this process and the source's daemon reach it.</param>
    /// <param name="limits">Limits that bear on what must be checked.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    Task<PreflightReport> CheckAsync(
        ILibvirtConnection source, string domainName, string destinationUri, MigrationLimits limits, CancellationToken cancellationToken);

    /// <summary>Runs the checks that need no guest; a failed one never throws.</summary>
    /// <param name="source">The node.</param>
    /// <param name="destinationUri">The other node; null to look at the first alone.</param>
    /// <param name="limits">Limits that bear on what must be checked.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    Task<IReadOnlyList<PreflightCheck>> CheckNodesAsync(
        ILibvirtConnection source, string? destinationUri, MigrationLimits limits, CancellationToken cancellationToken);
}
