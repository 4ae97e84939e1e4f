using System.Numerics;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>
/// XBZRLE with a cache that surely holds the whole dirty set: nobody's default, but with it a refusal of
/// ShadowMig's can be held against what was possible.
/// </summary>
internal sealed class CachePolicy : IPeerPolicy
{
    public string Name => "full-cache";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public TimeSpan? InitialDowntime => null;

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new()
    {
        Flags = common | MigrationFlags.Compressed,
        CompressionMethods = ["xbzrle"],
        XbzrleCacheBytes = BitOperations.RoundUpToPowerOf2((ulong)cell.DirtyMebibytes << 20),
    };

    public IPolicySession Begin(Cell cell) => Unattended.Session;
}
