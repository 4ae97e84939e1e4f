using ShadowMig.Benchmarks.Cells;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Somebody who migrates a guest: a peer's policy, or ShadowMig.</summary>
internal interface IMover
{
    /// <summary>Name in records and tables.</summary>
    string Name { get; }

    bool AppliesTo(Cell cell);

    /// <summary>Migrates from one host of the guest's lab to the other, bounded.</summary>
    Task<Attempt> MoveAsync(BenchGuest guest, int source, CancellationToken cancellationToken);
}
