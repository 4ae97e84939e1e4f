using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>
/// OpenStack Nova's defaults: the allowed pause grows by a schedule, from 50 to 500 ms in ten steps of
/// 75 s for each GiB of memory, whatever the transfer does; no auto-converge.
/// </summary>
internal sealed class NovaPolicy : IPeerPolicy
{
    private const int Steps = 10;

    public string Name => "nova";

    public TimeSpan PollInterval => TimeSpan.FromMilliseconds(500);

    public TimeSpan? InitialDowntime => DowntimeOf(0);

    public bool AppliesTo(Cell cell) => true;

    public MigrationRequest Request(Cell cell, MigrationFlags common) => new() { Flags = common };

    public IPolicySession Begin(Cell cell) => new Session(Math.Max(1, cell.MemoryMebibytes / 1024.0));

    public static TimeSpan DowntimeOf(int step) => TimeSpan.FromMilliseconds(50 + 45 * step);

    public static int StepAt(TimeSpan elapsed, double gibibytes) => (int)Math.Min(Steps, elapsed.TotalSeconds / (75 * gibibytes));

    private sealed class Session(double gibibytes) : IPolicySession
    {
        private int _step;

        public PolicyStep? Look(PolicyReading reading)
        {
            int step = StepAt(reading.Elapsed, gibibytes);
            if (step == _step)
                return null;
            _step = step;
            return new PolicyStep.SetDowntime(DowntimeOf(step));
        }
    }
}
