using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>
/// Lets ShadowMig learn a link: three migrations of an idle guest, once for each lab and rate. Then the same guest moves some more
/// times with libvirt's defaults: how far those runs differ, no prediction can know.
/// </summary>
internal static class WarmUp
{
    /// <summary>Parts of this name and a number are such repetitions.</summary>
    public const string Repetition = "repeat";

    private const int Migrations = 3;
    private const int Repetitions = 6;

    public static async Task EnsureAsync(Bench bench, BenchLab lab, Cell cell)
    {
        if (!lab.Learned.Add(cell.LinkMebibytesPerSecond))
            return;
        bench.Say($"warm-up: ShadowMig learns {lab.Suite} at {cell.LinkMebibytesPerSecond} MiB/s from {Migrations} migrations of an idle guest");
        Cell idle = cell with
        {
            Id = $"warm-{lab.Suite}-{cell.LinkMebibytesPerSecond}",
            Host = lab.Suite == "bookworm" ? HostKind.MicroBookworm : HostKind.MicroTrixie,
            Workload = Workload.Idle,
            AllowPostCopy = false,
            MemoryMebibytes = 512,
            DirtyMebibytes = 4,
            // Of less than this ShadowMig would rightly learn no rate.
            IdleMebibytes = Math.Clamp(2 * cell.LinkMebibytesPerSecond, 160, 400),
            PagesPerSecond = 0,
            ChangeBytes = 8,
            Compressible = false,
        };
        await using var guest = new BenchGuest(lab, idle);
        for (int i = 1; i <= Migrations; i++)
        {
            RunRecord run = await MeasuredRun.MeasureAsync($"warm-up-{i}", guest, new ShadowMigMover(bench.Program), bench.Stop);
            bench.Runs.Add(run);
            bench.Say($"  {RunText.Line(run)}");
        }

        for (int i = 1; i <= Repetitions; i++)
        {
            var plain = new PeerMover(new VirshPolicy());
            if (!bench.Runs.Has(MeasuredRun.Key($"{Repetition}-{i}", idle.Id, plain.Name)))
                await bench.RunAsync($"{Repetition}-{i}", guest, plain);
        }
    }
}
