using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>No other process of the fleet migrates the guest; an early look at what the migration will make sure of.</summary>
public sealed class GuestLockCheck(IGuestLockStore locks) : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "guest-lock";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Identity is not null;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        try
        {
            StandingLock? standing = (await locks.StandingAsync(cancellationToken)).FirstOrDefault(l => l.Guest == context.Identity!.Uuid);
            return standing is null ? CheckFinding.Pass("nobody else migrates it") : CheckFinding.Fail(ReasonCodes.GuestLocked, standing.Refusal.Message);
        }
        catch (IOException e)
        {
            return CheckFinding.Fail(ReasonCodes.CoordinationUnavailable, $"nobody can say whether others migrate the guest: {e.Message}");
        }
    }
}
