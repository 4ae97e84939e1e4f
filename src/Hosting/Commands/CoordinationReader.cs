using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Commands;

/// <summary>Asks coordination how it is.</summary>
internal sealed class CoordinationReader(IOptions<CoordinationOptions> options, IGuestLockStore locks, IDrainBook drains, INodeDirectory directory)
{
    /// <summary>Asks; that it is out of reach is an answer too.</summary>
    /// <exception cref="IOException">The local journal cannot be read.</exception>
    public async Task<CoordinationView> ReadAsync(CancellationToken cancellationToken)
    {
        CoordinationMode mode = options.Value.Mode;
        try
        {
            FleetState? fleet = await directory.ReadAsync(cancellationToken);
            return new(mode, null, fleet?.Leader, await locks.StandingAsync(cancellationToken), await drains.StandingAsync(cancellationToken));
        }
        catch (CoordinationUnavailableException e)
        {
            return new(mode, e.Reason, null, [], []);
        }
    }
}
