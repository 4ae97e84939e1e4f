using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>No device ties the guest to its node.</summary>
public sealed class DevicesCheck : IPreflightCheck
{
    // virtiofs can follow a guest from libvirt 11 on; whether its daemon can is seen only when it tries.
    private static readonly Version MigratableVirtiofs = new(11, 0);

    /// <inheritdoc/>
    public string Name => "devices";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Description: not null, SourceRecord: not null };

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<DomainDevice> devices = context.Description!.NodeDevices;
        bool virtiofs = context.SourceRecord!.Libvirt >= MigratableVirtiofs;
        DomainDevice[] bound = [.. devices.Where(d => !d.IsMovable && !(virtiofs && d.Type == "virtiofs"))];
        return Task.FromResult((bound, devices) switch
        {
            ([DomainDevice first, ..], _) => CheckFinding.Fail(
                ReasonCodes.HostDevice, $"{first.Detail} is tied to the source{(bound.Length > 1 ? $", and {bound.Length - 1} more" : "")}; detach it first"),
            (_, [DomainDevice first, ..]) => CheckFinding.Warn($"{first.Detail} moves only if its driver can"),
            _ => CheckFinding.Pass("no device is tied to the source"),
        });
    }
}
