namespace ShadowMig.Driver.Cluster;

/// <summary>One node of the inventory.</summary>
/// <param name="Name">What operators call it.</param>
/// <param name="Uri">Its libvirt URI, as this process and the daemons of the other nodes reach it.</param>
/// <param name="Processors">Processors that its guests may ask for together; null for as many as it has.</param>
public sealed record FleetNode(string Name, string Uri, double? Processors = null);
