namespace ShadowMig.Driver.Monitoring;

/// <summary>A range of guest-physical memory, bytes.</summary>
internal readonly record struct MemoryRange(ulong Start, ulong Length);
