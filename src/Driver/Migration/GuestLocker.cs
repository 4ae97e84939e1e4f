using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>Takes the lock of a guest for a migration of this process.</summary>
public sealed class GuestLocker(IGuestLockStore store, IOptions<CoordinationOptions> options, TimeProvider timeProvider, ILogger<GuestLock> logger)
{
    /// <summary>Takes it.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="guest">The guest.</param>
    /// <param name="hosts">Between which hosts.</param>
    /// <param name="takesOver">Whether the migration began in another process; then no limit on migrations holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MigrationRefusedException">Somebody has it, a limit is reached, or nobody can be asked.</exception>
    internal async Task<GuestLock> TakeAsync(
        string migrationId, DomainIdentity guest, MigrationHosts hosts, bool takesOver, CancellationToken cancellationToken)
    {
        GuestClaim claim = new(guest.Uuid, guest.Name, migrationId, GuestClaim.ThisProcess, hosts.Source, hosts.Destination, timeProvider.GetUtcNow())
        {
            IsTakeover = takesOver,
        };
        try
        {
            (GuestLock? held, Reason? refusal) = await GuestLock.TakeAsync(store, claim, options.Value.Lease, timeProvider, logger, cancellationToken);
            return held ?? throw new MigrationRefusedException(refusal!);
        }
        catch (IOException e)
        {
            throw new MigrationRefusedException(new(ReasonCodes.CoordinationUnavailable, $"nobody can say whether others migrate the guest: {e.Message}"));
        }
    }
}
