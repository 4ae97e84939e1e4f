namespace ShadowMig.Benchmarks.Records;

/// <summary>A round as libvirt's job statistics showed it from outside, polled five times a second.</summary>
/// <param name="Iteration">libvirt's counter of bitmap synchronizations.</param>
/// <param name="AtSeconds">When it was first seen, by the job's own clock.</param>
/// <param name="SentBytes">Memory sent by then.</param>
/// <param name="RemainingBytes">Memory left then.</param>
internal sealed record ObservedRound(int Iteration, double AtSeconds, long SentBytes, long RemainingBytes);
