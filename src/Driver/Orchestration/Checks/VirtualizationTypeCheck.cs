using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination runs guests of this virtualization type and architecture.</summary>
public sealed class VirtualizationTypeCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "virtualization-type";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Description: not null, DestinationCapabilities: not null };

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        DomainDescription guest = context.Description!;
        string wanted = $"{guest.VirtualizationType} for {guest.Architecture ?? "any architecture"}";
        return Task.FromResult(context.DestinationCapabilities!.Runs(guest.VirtualizationType, guest.Architecture)
            ? CheckFinding.Pass($"the destination runs {wanted}")
            : CheckFinding.Fail(ReasonCodes.VirtualizationTypeMissing, $"the destination does not run {wanted}; is its module or emulator missing?"));
    }
}
