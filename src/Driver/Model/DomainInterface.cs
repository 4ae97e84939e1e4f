namespace ShadowMig.Driver.Model;

/// <summary>One network interface of a guest, as its XML describes it.</summary>
/// <param name="Type">network, bridge, direct, ethernet, user and so on.</param>
/// <param name="Source">Name of the virtual network, the bridge or the node's interface; null where the type has none.</param>
public sealed record DomainInterface(string Type, string? Source);
