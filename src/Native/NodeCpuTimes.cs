namespace ShadowMig.Native;

/// <summary>Cumulative times of all processors of a node since boot; null where the platform does not tell.</summary>
public sealed record NodeCpuTimes(TimeSpan? Kernel, TimeSpan? User, TimeSpan? Idle, TimeSpan? IoWait, TimeSpan? Interrupt);
