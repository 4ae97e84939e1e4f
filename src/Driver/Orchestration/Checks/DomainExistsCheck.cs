using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The guest is known on the source, by name or UUID.</summary>
public sealed class DomainExistsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "domain-exists";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.SourceRecord is not null;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        ILibvirtDomain? found = await context.AskAsync(() => Find(context.Source, context.DomainName), cancellationToken);
        if (found is null)
            return CheckFinding.Fail(ReasonCodes.UnknownDomain, $"{context.SourceRecord!.HostName} has no domain '{context.DomainName}'");
        context.Domain = found;
        context.Identity = new(found.Name, found.Uuid);
        return CheckFinding.Pass($"{found.Name}, {found.Uuid}");
    }

    private static ILibvirtDomain? Find(ILibvirtConnection source, string name) =>
        source.FindDomainByName(name) ?? (Guid.TryParse(name, out Guid uuid) ? source.FindDomainByUuid(uuid) : null);
}
