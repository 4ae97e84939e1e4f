namespace ShadowMig.Native;

/// <summary>One network interface of a guest; bytes since the guest's start.</summary>
public sealed record InterfaceStatistics(string Name, ulong? ReceivedBytes, ulong? SentBytes);
