using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>ShadowMig and everybody else on the same guests, links and limits.</summary>
internal static class PeersPart
{
    public const string Name = "peers";

    private static readonly string[] Strategies = ["plain", "shadow-cache", "parallel", "throttle", "shadow-cache-throttle", "post-copy"];

    public static async Task RunAsync(Bench bench)
    {
        bool strategies = bench.Options.Strategies;
        if (strategies && !await bench.Program.HasOptionAsync("--strategy"))
        {
            bench.Say("this shadowmig has no --strategy: runs that try every strategy are left out");
            strategies = false;
        }
        foreach (Cell cell in CellDraw.Matrix(bench.Options.Seed).Where(bench.Wants))
        {
            if (!bench.HasTime)
                return;
            await RunCellAsync(bench, cell, strategies);
        }
    }

    private static async Task RunCellAsync(Bench bench, Cell cell, bool strategies)
    {
        IMover[] all = [new ShadowMigMover(bench.Program), .. PeerPolicies.All.Select(p => new PeerMover(p))];
        // Whoever runs later should gain nothing from it, but the machine's mood changes: not always the same order.
        new Random(bench.Options.Seed + cell.PagesPerSecond).Shuffle(all);
        IEnumerable<IMover> movers = all;
        if (strategies)
            movers = movers.Concat(Strategies.Select(s => new ShadowMigMover(bench.Program, s)));
        IMover[] waiting = [.. movers.Where(m => m.AppliesTo(cell) && !bench.Runs.Has(MeasuredRun.Key(Name, cell.Id, m.Name)))];
        if (waiting.Length == 0)
            return;
        if (await bench.PrepareAsync(cell) is not { } lab)
            return;
        bench.Say($"{cell}");
        await using var guest = new BenchGuest(lab, cell);
        foreach (IMover mover in waiting)
            await bench.RunAsync(Name, guest, mover);
    }
}
