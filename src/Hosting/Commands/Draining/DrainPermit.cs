using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Whether the next migration of a drain may begin: the drain stands, and nobody has closed the destination since it was planned.</summary>
internal sealed class DrainPermit(DrainLock held, ICordonBook cordons)
{
    /// <summary>Why the drain is over; null while it is not known to be.</summary>
    public Reason? Lost => held.Lost;

    /// <summary>Why a migration must not begin now; null when it may.</summary>
    public async Task<Reason?> ObjectionAsync(FleetNode destination)
    {
        if (await held.ConfirmAsync() is { } objection)
            return objection;
        try
        {
            return (await cordons.AllAsync(CancellationToken.None)).Any(c => c.Node == destination.Name)
                ? new(ReasonCodes.Cordoned, $"{destination.Name} was cordoned since the plan was made")
                : null;
        }
        catch (IOException e)
        {
            return new(ReasonCodes.CoordinationUnavailable, e.Message);
        }
    }
}
