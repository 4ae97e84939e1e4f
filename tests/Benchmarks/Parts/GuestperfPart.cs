using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>QEMU's own benchmark scenarios on its worst case, and ShadowMig beside them.</summary>
internal static class GuestperfPart
{
    public const string Name = "guestperf";

    private const int Pages = 20_000;

    public static async Task RunAsync(Bench bench)
    {
        IMover[] scenarios = [.. GuestperfScenario.All.Select(s => new PeerMover(s))];
        foreach (Cell cell in Cells().Where(bench.Wants))
        {
            new Random(bench.Options.Seed).Shuffle(scenarios);
            IMover[] waiting =
            [
                .. scenarios.Prepend(new ShadowMigMover(bench.Program))
                    .Where(m => m.AppliesTo(cell) && !bench.Runs.Has(MeasuredRun.Key(Name, cell.Id, m.Name))),
            ];
            if (waiting.Length == 0)
                continue;
            if (!bench.HasTime)
                return;
            if (await bench.PrepareAsync(cell) is not { } lab)
                continue;
            bench.Say($"{cell}");
            await using var guest = new BenchGuest(lab, cell);
            foreach (IMover mover in waiting)
                await bench.RunAsync(Name, guest, mover);
        }
    }

    // 78 MiB/s of writes: a third of what the fast link carries, and more than the slow one does.
    private static IEnumerable<Cell> Cells() => ((int[])[200, 60]).Select(link => new Cell
    {
        Id = $"guestperf-{link}",
        Host = HostKind.MicroTrixie,
        Workload = Workload.RewriteAll,
        LinkMebibytesPerSecond = link,
        AllowPostCopy = true,
        MemoryMebibytes = 512,
        DirtyMebibytes = 400,
        IdleMebibytes = 0,
        PagesPerSecond = Pages,
        ChangeBytes = 4096,
        Compressible = false,
    });
}
