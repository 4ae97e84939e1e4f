using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary><c>virsh migrate --live --p2p --auto-converge</c>: QEMU throttles the guest, 20 % first, then 10 % more.</summary>
internal sealed class AutoConvergePolicy : IPeerPolicy
{
    public string Name => "auto-converge";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public TimeSpan? InitialDowntime => null;

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new() { Flags = common | MigrationFlags.AutoConverge };

    public IPolicySession Begin(Cell cell) => Unattended.Session;
}
