namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>How a continuation ends.</summary>
/// <param name="Converges">Whether a synchronization finds little enough left.</param>
/// <param name="Seconds">From now to the end of the transfer, the pause included; to giving up when it does not converge.</param>
/// <param name="DowntimeSeconds">The pause.</param>
/// <param name="LastRoundSeconds">Length of the last round.</param>
/// <param name="LastLeft">Left after the last synchronization, bytes.</param>
/// <param name="Threshold">θ, what may be left at most, bytes.</param>
internal readonly record struct ContinuationOutcome(
    bool Converges, double Seconds, double DowntimeSeconds, double LastRoundSeconds, double LastLeft, double Threshold);
