using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>No other job, such as a migration or a dump, holds the guest.</summary>
public sealed class DomainIdleCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "domain-idle";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Description is not null;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        ILibvirtDomain domain = context.Domain!;
        return await context.AskAsync(() => DomainJobs.IsBusy(domain), cancellationToken)
            ? CheckFinding.Fail(ReasonCodes.DomainBusy, $"{context.Identity!.Name} already has a job, such as a migration; wait until it ends")
            : CheckFinding.Pass("no job runs on it");
    }
}
