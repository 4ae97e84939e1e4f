using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>A running transfer as the source showed it at one moment.</summary>
/// <param name="At">Time since the transfer began.</param>
/// <param name="State">The guest's state on the source.</param>
/// <param name="Job">Statistics of the job; null when there was none.</param>
public sealed record TransferReading(TimeSpan At, DomainStateReading State, DomainJobStatistics? Job);
