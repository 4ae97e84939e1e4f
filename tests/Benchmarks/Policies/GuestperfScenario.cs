using System.Numerics;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>One setting of QEMU's own migration benchmark, as far as libvirt passes it on.</summary>
/// <remarks>Scenarios: QEMU tests/migration/guestperf/comparison.py. Those that pause the guest are no live migrations, and left out.</remarks>
internal sealed class GuestperfScenario : IPeerPolicy
{
    /// <summary>All scenarios.</summary>
    public static IReadOnlyList<GuestperfScenario> All { get; } =
    [
        .. ((int[])[0, 1, 5, 20]).Select(rounds => new GuestperfScenario($"post-copy after {rounds} rounds") { PostCopyAfter = rounds }),
        .. ((int[])[5, 10, 20]).Select(step => new GuestperfScenario($"auto-converge step {step} %") { ThrottleStep = step }),
        .. ((int[])[5, 10, 20, 50]).Select(share => new GuestperfScenario($"xbzrle cache {share} %") { CachePercent = share }),
        .. ((int[])[2, 8, 64]).Select(channels => new GuestperfScenario($"multifd {channels}") { Channels = channels }),
    ];

    private GuestperfScenario(string name) => Name = $"guestperf: {name}";

    public string Name { get; }

    public TimeSpan PollInterval => TimeSpan.FromMilliseconds(100);

    public TimeSpan? InitialDowntime => null;

    private int? PostCopyAfter { get; init; }

    private int? ThrottleStep { get; init; }

    private int CachePercent { get; init; }

    private int? Channels { get; init; }

    public bool AppliesTo(Cell cell) => PostCopyAfter is null || cell.AllowPostCopy;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new()
    {
        Flags = common
            | (PostCopyAfter is null ? MigrationFlags.None : MigrationFlags.PostCopy)
            | (ThrottleStep is null ? MigrationFlags.None : MigrationFlags.AutoConverge)
            | (CachePercent == 0 ? MigrationFlags.None : MigrationFlags.Compressed)
            | (Channels is null ? MigrationFlags.None : MigrationFlags.Parallel),
        AutoConvergeIncrementPercent = ThrottleStep,
        CompressionMethods = CachePercent == 0 ? [] : ["xbzrle"],
        XbzrleCacheBytes = CachePercent == 0 ? null : CacheBytes(cell.MemoryMebibytes, CachePercent),
        ParallelConnections = Channels,
    };

    public IPolicySession Begin(Cell cell) => PostCopyAfter is { } rounds ? new SwitchAfter(rounds) : Unattended.Session;

    /// <summary>The share of the memory, rounded up to the power of two that QEMU wants.</summary>
    public static ulong CacheBytes(int memoryMebibytes, int percent) =>
        BitOperations.RoundUpToPowerOf2(((ulong)memoryMebibytes << 20) / 100 * (ulong)percent);

    // QEMU's counter is 1 in the first pass, so after n rounds it is above n.
    private sealed class SwitchAfter(int rounds) : IPolicySession
    {
        private bool _switched;

        public PolicyStep? Look(PolicyReading reading)
        {
            if (_switched || reading.Iteration is not { } iteration || iteration <= (ulong)rounds)
                return null;
            _switched = true;
            return new PolicyStep.StartPostCopy();
        }
    }
}
