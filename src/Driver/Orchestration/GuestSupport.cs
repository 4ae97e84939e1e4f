namespace ShadowMig.Driver.Orchestration;

/// <summary>One way in which a node can run guests.</summary>
/// <param name="VirtualizationType">kvm, qemu and so on.</param>
/// <param name="Architecture">For example x86_64.</param>
/// <param name="Machines">Machine types known, aliases among them.</param>
public sealed record GuestSupport(string VirtualizationType, string Architecture, IReadOnlySet<string> Machines);
