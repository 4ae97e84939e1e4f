namespace ShadowMig.Driver.Planning;

/// <summary>What one scenario comes to. Bytes and seconds.</summary>
/// <param name="Converges">Whether a synchronization found little enough left before the time was up.</param>
/// <param name="TotalSeconds">Time to the end; when it does not converge, to the end of a pause forced at the time limit.</param>
/// <param name="DowntimeSeconds">The pause, forced or not.</param>
/// <param name="Bytes">On the wire.</param>
/// <param name="Slowdown">Guest work lost to throttling or remote faults, as a share of what it would have done; the pause not counted.</param>
/// <param name="PeakSlowdown">The largest such share at any one time.</param>
internal readonly record struct PreCopyOutcome(
    bool Converges, double TotalSeconds, double DowntimeSeconds, double Bytes, double Slowdown = 0, double PeakSlowdown = 0);
