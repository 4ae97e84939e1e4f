using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary><c>virsh migrate --postcopy --postcopy-after-precopy</c>: post-copy as soon as the first pass is through.</summary>
internal sealed class PostCopyPolicy : IPeerPolicy
{
    public string Name => "post-copy-at-once";

    public TimeSpan PollInterval => TimeSpan.FromMilliseconds(100);

    public TimeSpan? InitialDowntime => null;

    public bool AppliesTo(Cell cell) => cell.AllowPostCopy;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new() { Flags = common | MigrationFlags.PostCopy };

    public IPolicySession Begin(Cell cell) => new Session();

    private sealed class Session : IPolicySession
    {
        private bool _switched;

        public PolicyStep? Look(PolicyReading reading)
        {
            if (_switched || reading.Iteration is null or < 2)
                return null;
            _switched = true;
            return new PolicyStep.StartPostCopy();
        }
    }
}
