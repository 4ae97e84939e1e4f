namespace ShadowMig.Native;

/// <summary>Free pages of one size in one NUMA cell; cell -1 is the whole node.</summary>
public readonly record struct FreePages(int Cell, uint PageSizeKibibytes, ulong Count);
