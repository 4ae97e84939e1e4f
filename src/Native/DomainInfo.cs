namespace ShadowMig.Native;

/// <summary>State, memory and virtual processors of a domain (virDomainInfo).</summary>
public sealed record DomainInfo(DomainState State, ulong MaximumMemoryBytes, ulong MemoryBytes, ushort VirtualCpus, TimeSpan CpuTime);
