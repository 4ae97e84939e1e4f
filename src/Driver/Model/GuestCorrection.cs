namespace ShadowMig.Driver.Model;

/// <summary>What past migrations of one guest taught about it.</summary>
/// <param name="DirtyingFactor">Memory that it dirtied while it migrated, as a multiple of what its observation foretold.</param>
/// <param name="Spread">Standard deviation of that factor's logarithm.</param>
/// <param name="Migrations">How many migrations of the guest it rests on; 0 when only others taught something.</param>
public sealed record GuestCorrection(double DirtyingFactor, double Spread, int Migrations)
{
    /// <summary>Points of its working set curve that past migrations showed: distinct memory dirtied within a round.</summary>
    public IReadOnlyList<WorkingSetPoint> Points { get; init; } = [];

    /// <summary>
    /// Resident memory of QEMU beyond the guest's: of this guest, or else of others run alike (KVM or emulated); null when unknown.
    /// </summary>
    public ByteCount? ProcessOverhead { get; init; }
}
