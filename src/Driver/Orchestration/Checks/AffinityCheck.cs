using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination runs no guest that this one is to be kept apart from; it tells too which it wants to be with.</summary>
/// <remarks>
/// Guests that are arriving run there already, as far as libvirt is concerned, and count. Two that set out at the same moment do not
/// see each other.
/// </remarks>
public sealed class AffinityCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "affinity";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Destination: not null, Description: not null };

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        (ILibvirtConnection destination, DomainDescription guest) = (context.Destination!, context.Description!);
        if (guest.Policy is { KeepApart.Count: 0, KeepTogether.Count: 0 })
            return CheckFinding.Pass("the guest's metadata names no group");
        context.Affinity = Affinity.Between(guest, await context.AskCapabilitiesAsync(() => ActiveGuests.Read(destination), cancellationToken));
        return context.Affinity switch
        {
            { Conflict: { } conflict } when context.Limits.IgnoreKeepApart => CheckFinding.Warn($"{conflict.Message}; --ignore-keep-apart lets it pass"),
            { Conflict: { } conflict } => CheckFinding.Fail(conflict.Code, $"{conflict.Message}; take another node, or say --ignore-keep-apart"),
            { Companions: [_, ..] companions } => CheckFinding.Pass($"with {string.Join(", ", companions)}, as its group wants"),
            _ => CheckFinding.Pass("no guest of its groups runs there"),
        };
    }
}
