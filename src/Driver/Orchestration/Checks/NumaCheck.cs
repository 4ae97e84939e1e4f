using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination has the NUMA nodes that the guest's memory is bound to.</summary>
public sealed class NumaCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "numa";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context is { Description: not null, DestinationCapabilities: not null };

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> bound = context.Description!.BoundNumaNodes;
        IReadOnlyList<int> there = context.DestinationCapabilities!.NumaNodes;
        int[] missing = [.. bound.Except(there)];
        return Task.FromResult((bound, there, missing) switch
        {
            ([], _, _) => CheckFinding.Pass("the guest's memory is bound to no NUMA node"),
            (_, [], _) => CheckFinding.Skip("the destination does not tell its NUMA nodes"),
            (_, _, []) => CheckFinding.Pass($"the destination has NUMA node {string.Join(", ", bound)}"),
            _ => CheckFinding.Fail(
                ReasonCodes.NumaNodeMissing,
                $"the guest's memory is bound to NUMA node {string.Join(", ", missing)}, and the destination has only {string.Join(", ", there)}; change <numatune> of the guest, or take another node"),
        });
    }
}
