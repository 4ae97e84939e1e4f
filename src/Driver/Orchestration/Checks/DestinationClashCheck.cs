using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination has no domain of that name or UUID, running or not.</summary>
/// <remarks>
/// libvirt would take an inactive definition with the same name and UUID, and replace it. It may be somebody's only copy
/// of a different configuration, so that is refused too: removing it is a person's decision.
/// </remarks>
public sealed class DestinationClashCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "destination-free";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Identity: not null, SourceRecord: not null, DestinationRecord: not null }
        && context.SourceRecord.HostUuid != context.DestinationRecord.HostUuid;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (ILibvirtConnection destination, DomainIdentity guest) = (context.Destination!, context.Identity!);
        string? clash = await context.AskAsync(() => Clash(destination, guest), cancellationToken);
        return clash is null ? CheckFinding.Pass("no domain of that name or UUID is there") : CheckFinding.Fail(ReasonCodes.DestinationClash, clash);
    }

    private static string? Clash(ILibvirtConnection destination, DomainIdentity guest)
    {
        using ILibvirtDomain? sameUuid = destination.FindDomainByUuid(guest.Uuid);
        if (sameUuid is not null)
        {
            return sameUuid.IsActive
                ? $"the destination already has an active domain with UUID {guest.Uuid}: {sameUuid.Name}"
                : $"the destination already defines {sameUuid.Name} with UUID {guest.Uuid}; undefine it there if it is a leftover";
        }

        using ILibvirtDomain? sameName = destination.FindDomainByName(guest.Name);
        return sameName is null ? null : $"the destination has another domain named {guest.Name}, UUID {sameName.Uuid}; rename one of them";
    }
}
