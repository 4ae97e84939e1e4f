namespace ShadowMig.Native;

/// <summary>One virtual processor; times since the guest's start.</summary>
/// <param name="Index">Number of the processor.</param>
/// <param name="State">virVcpuState.</param>
/// <param name="Time">Time it ran.</param>
/// <param name="Wait">Time it wanted to run and waited.</param>
/// <param name="Delay">Time it was stolen by others (run-queue delay).</param>
public sealed record VcpuStatistics(int Index, int? State, TimeSpan? Time, TimeSpan? Wait, TimeSpan? Delay);
