using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>Where memory is to travel encrypted, the commands do too.</summary>
/// <remarks>
/// Over a plain connection anybody on the way reads the guest's definition, and may give commands to the daemon as well. Whoever sends
/// memory in the clear on purpose has said so already.
/// </remarks>
public sealed class ControlLinkCheck(IOptionsMonitor<MigrationOptions> migration) : INodeCheck
{
    /// <inheritdoc/>
    public string Name => "control-link";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => true;

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        if (!(context.Limits.Tls ?? migration.CurrentValue.Tls))
            return Task.FromResult(CheckFinding.Pass("memory is sent in the clear too"));
        string[] plain = [.. new[] { context.Source.Uri, context.DestinationUri }.Where(LibvirtUri.IsPlain)];
        return Task.FromResult(plain.Length > 0
            ? CheckFinding.Warn($"commands travel in the clear over {string.Join(" and ", plain)}, although memory is encrypted; use qemu+tls or qemu+ssh")
            : CheckFinding.Pass("commands travel encrypted, or stay on this node"));
    }
}
