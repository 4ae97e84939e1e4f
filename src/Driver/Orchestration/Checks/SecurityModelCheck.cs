using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination's libvirt has the security drivers whose labels the guest has: it refuses a label of another model.</summary>
/// <remarks>Without a guest: the drivers of the source, since it labels its guests by them.</remarks>
public sealed class SecurityModelCheck : INodeCheck
{
    /// <inheritdoc/>
    public string Name => "security-model";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { SourceCapabilities: not null, DestinationCapabilities: not null };

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> there = context.DestinationCapabilities!.SecurityModels;
        IReadOnlyList<string> needed = context.Description?.SecurityModels ?? context.SourceCapabilities!.SecurityModels;
        // libvirt takes a label of model 'none' anywhere.
        string[] missing = [.. needed.Except(there).Where(m => m != "none")];
        string drivers = string.Join(", ", there);
        return Task.FromResult((there, missing) switch
        {
            (_, []) => CheckFinding.Pass(needed.Count == 0 ? "no label to carry over" : $"the destination has {string.Join(", ", needed)}"),
            ([], _) => CheckFinding.Skip("the destination does not tell its security drivers"),
            (_, [var model, ..]) when context.Description is null => CheckFinding.Warn(
                $"this node labels its guests by {model}, and the destination has only {drivers}: they will be refused; set security_driver in qemu.conf alike on both"),
            (_, [var model, ..]) => CheckFinding.Fail(
                ReasonCodes.SecurityModelMissing,
                $"the guest has a label of security model {model}, and the destination has only {drivers}; set security_driver in qemu.conf alike on both, then restart the guest"),
        });
    }
}
