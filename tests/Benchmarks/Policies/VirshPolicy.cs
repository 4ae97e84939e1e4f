using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary><c>virsh migrate --live --p2p</c> as it comes: libvirt's defaults.</summary>
internal sealed class VirshPolicy : IPeerPolicy
{
    public string Name => "virsh";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public TimeSpan? InitialDowntime => null;

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new() { Flags = common };

    public IPolicySession Begin(Cell cell) => Unattended.Session;
}
