using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>
/// oVirt's policies 'minimal downtime' and 'suspend workload if needed': every 10 s, if what remains did not fall
/// below the least seen, one step up a ladder of pauses; at its end abort, or allow 5 s. Auto-converge is on.
/// </summary>
internal sealed class OvirtPolicy(bool suspendIfNeeded) : IPeerPolicy
{
    private static readonly int[] Ladder = [150, 200, 300, 400, 500];

    public string Name => suspendIfNeeded ? "ovirt-suspend" : "ovirt-minimal";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(10);

    public TimeSpan? InitialDowntime => TimeSpan.FromMilliseconds(100);

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new() { Flags = common | MigrationFlags.AutoConverge };

    public IPolicySession Begin(Cell cell) => new Session(suspendIfNeeded);

    private sealed class Session(bool suspendIfNeeded) : IPolicySession
    {
        private ulong _least = ulong.MaxValue;
        private int _step;

        public PolicyStep? Look(PolicyReading reading)
        {
            if (reading.RemainingBytes is not { } remaining)
                return null;
            if (remaining < _least)
            {
                _least = remaining;
                return null;
            }
            int step = _step++;
            if (step < Ladder.Length)
                return new PolicyStep.SetDowntime(TimeSpan.FromMilliseconds(Ladder[step]));
            if (!suspendIfNeeded)
                return new PolicyStep.Abort();
            return step == Ladder.Length ? new PolicyStep.SetDowntime(TimeSpan.FromSeconds(5)) : null;
        }
    }
}
