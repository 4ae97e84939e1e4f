using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>Makes one decided move.</summary>
internal interface ISingleMove
{
    /// <summary>Looks a last time, then migrates; cancelling aborts and leaves the guest on the source.</summary>
    /// <returns>What became of it, as both ends show it; failures are results, not exceptions.</returns>
    Task<MoveStatus> RunAsync(DecidedMove move, CancellationToken cancellationToken);
}
