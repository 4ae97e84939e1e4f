using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>Aborts while that is safe when the target's daemon no longer answers.</summary>
/// <remarks>
/// libvirt has a gap here: when the target does not answer in time that it has taken over, the source's guest is resumed, and the
/// target may do so as well once it can (qemuMigrationSrcPerformPeer2Peer3 leaves that case to lock managers).
/// </remarks>
internal sealed class SilentTargetPolicy : IInFlightPolicy
{
    /// <summary>Well below the 30 s after which libvirt itself gives a daemon up (keepalive of 5 s, five times).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state) => state.TargetSilence < Longest
        ? []
        :
        [
            new AbortTransfer(new(
                ReasonCodes.DestinationUnreachable,
                $"the target's daemon has not answered for {Duration.Format(state.TargetSilence)}, and a guest that switches over to it could come to run twice; look at its libvirtd")),
        ];
}
