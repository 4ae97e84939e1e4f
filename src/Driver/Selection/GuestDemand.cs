using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>What a guest takes of the node that it runs on.</summary>
/// <param name="Memory">Memory of the guest; what QEMU adds is the preflight's concern.</param>
/// <param name="Processors">Processors' worth of time that it uses, 1.5 is one and a half; null when unknown.</param>
public sealed record GuestDemand(ByteCount Memory, double? Processors);
