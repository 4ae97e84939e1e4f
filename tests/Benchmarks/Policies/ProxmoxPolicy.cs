using System.Numerics;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>
/// Proxmox VE's defaults: auto-converge and XBZRLE with a tenth of the memory, rounded up to a power of two; a
/// pause of 100 ms, doubled each time that what remains has risen more than five times.
/// </summary>
internal sealed class ProxmoxPolicy : IPeerPolicy
{
    private const int RisesBeforeDoubling = 5;

    public string Name => "proxmox";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public TimeSpan? InitialDowntime => TimeSpan.FromMilliseconds(100);

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new()
    {
        Flags = common | MigrationFlags.AutoConverge | MigrationFlags.Compressed,
        CompressionMethods = ["xbzrle"],
        XbzrleCacheBytes = CacheBytes(cell.MemoryMebibytes),
    };

    public IPolicySession Begin(Cell cell) => new Session(InitialDowntime!.Value);

    public static ulong CacheBytes(int memoryMebibytes) => BitOperations.RoundUpToPowerOf2(((ulong)memoryMebibytes << 20) / 10);

    private sealed class Session(TimeSpan downtime) : IPolicySession
    {
        private TimeSpan _downtime = downtime;
        private ulong? _last;
        private int _rises;

        public PolicyStep? Look(PolicyReading reading)
        {
            if (reading.RemainingBytes is not { } remaining)
                return null;
            if (remaining > _last)
                _rises++;
            _last = remaining;
            if (_rises <= RisesBeforeDoubling)
                return null;
            _rises = 0;
            _downtime *= 2;
            return new PolicyStep.SetDowntime(_downtime);
        }
    }
}
