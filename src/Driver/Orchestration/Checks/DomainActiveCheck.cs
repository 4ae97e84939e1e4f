using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The guest runs, or is paused: there is memory to move.</summary>
public sealed class DomainActiveCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "domain-active";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Domain is not null;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        ILibvirtDomain domain = context.Domain!;
        DomainState state = (await context.AskAsync(domain.GetState, cancellationToken)).State;
        if (state is DomainState.ShutOff or DomainState.None)
            return CheckFinding.Fail(ReasonCodes.DomainInactive, $"{domain.Name} does not run; start it first, or move its definition and disks by hand");
        context.Description = DomainDescriptionParser.Parse(await context.AskAsync(() => domain.GetXml(), cancellationToken));
        return state switch
        {
            DomainState.Crashed => CheckFinding.Warn("the guest has crashed; it will arrive crashed"),
            DomainState.Paused or DomainState.PowerManagementSuspended => CheckFinding.Pass("paused; it will arrive paused"),
            _ => CheckFinding.Pass("running"),
        };
    }
}
