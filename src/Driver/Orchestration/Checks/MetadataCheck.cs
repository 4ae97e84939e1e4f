using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>What the guest's owner wrote in its metadata is understood, and does not speak against a move.</summary>
/// <remarks>Never an obstacle: who forbids moves forbids them to the service, and a broken element must not hold a guest on a failing node.</remarks>
public sealed class MetadataCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "metadata";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => context.Description is not null;

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        GuestPolicy policy = context.Description!.Policy;
        return Task.FromResult(policy switch
        {
            { Problems.Count: > 0 } => CheckFinding.Warn(
                $"the guest's metadata is not understood: {string.Join("; ", policy.Problems)}; correct it with 'virsh metadata {context.Identity!.Name} {GuestPolicy.Namespace}'"),
            { NeverMove: true } => CheckFinding.Warn("the guest's metadata says move='never': the service leaves it where it is, a person may move it"),
            _ => CheckFinding.Pass(ReferenceEquals(policy, GuestPolicy.None) ? "the guest's metadata asks for nothing" : "understood"),
        });
    }
}
