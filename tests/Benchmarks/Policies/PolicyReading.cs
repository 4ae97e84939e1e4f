namespace ShadowMig.Benchmarks.Policies;

/// <summary>What a policy sees of a running transfer.</summary>
/// <param name="Elapsed">Since the migration was called.</param>
/// <param name="RemainingBytes">Memory left to send; null before libvirt tells.</param>
/// <param name="Iteration">Rounds begun; null before libvirt tells.</param>
internal readonly record struct PolicyReading(TimeSpan Elapsed, ulong? RemainingBytes, ulong? Iteration);
