using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>
/// KubeVirt's defaults: 150 s for each GiB of memory; then abort, or switch to post-copy where that is allowed.
/// </summary>
internal sealed class KubeVirtPolicy : IPeerPolicy
{
    private const double SecondsPerGibibyte = 150;

    public string Name => "kubevirt";

    public TimeSpan PollInterval => TimeSpan.FromMilliseconds(500);

    public TimeSpan? InitialDowntime => null;

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) =>
        new() { Flags = common | (cell.AllowPostCopy ? MigrationFlags.PostCopy : MigrationFlags.None) };

    public IPolicySession Begin(Cell cell) =>
        new Session(TimeSpan.FromSeconds(SecondsPerGibibyte * cell.MemoryMebibytes / 1024), cell.AllowPostCopy);

    private sealed class Session(TimeSpan patience, bool postCopy) : IPolicySession
    {
        private bool _done;

        public PolicyStep? Look(PolicyReading reading)
        {
            if (_done || reading.Elapsed < patience)
                return null;
            _done = true;
            return postCopy ? new PolicyStep.StartPostCopy() : new PolicyStep.Abort();
        }
    }
}
