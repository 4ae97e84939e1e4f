namespace ShadowMig.Benchmarks.Policies;

/// <summary>The policies that ShadowMig is compared with.</summary>
internal static class PeerPolicies
{
    public static IReadOnlyList<IPeerPolicy> All { get; } =
    [
        new VirshPolicy(),
        new AutoConvergePolicy(),
        new NovaPolicy(),
        new OvirtPolicy(suspendIfNeeded: false),
        new OvirtPolicy(suspendIfNeeded: true),
        new KubeVirtPolicy(),
        new ProxmoxPolicy(),
        new PostCopyPolicy(),
    ];
}
