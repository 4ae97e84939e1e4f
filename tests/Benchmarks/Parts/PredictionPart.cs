using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>ShadowMig alone on many workloads: does it happen as predicted, and was a refusal right?</summary>
internal static class PredictionPart
{
    public const string Name = "prediction";

    private const int Workloads = 60;

    // The link changes after two seconds: enough must be left.
    private const double LongEnoughToSqueeze = 5;

    public static async Task RunAsync(Bench bench)
    {
        var ours = new ShadowMigMover(bench.Program);
        var squeezed = new SqueezedMover(bench.Program);
        // What a refusal is held against: if one of these keeps all limits, the refusal was wrong.
        IMover[] trials = [new PeerMover(new VirshPolicy()), new PeerMover(new CachePolicy()), new PeerMover(new PostCopyPolicy())];
        foreach (Cell cell in CellDraw.Stream(bench.Options.Seed).Take(Workloads).Where(bench.Wants))
        {
            if (!bench.HasTime)
                return;
            if (bench.Runs.Has(MeasuredRun.Key(Name, cell.Id, ours.Name)))
                continue;
            if (await bench.PrepareAsync(cell) is not { } lab)
                continue;
            bench.Say($"{cell}");
            await using var guest = new BenchGuest(lab, cell);
            RunRecord? run = await bench.RunAsync(Name, guest, ours);
            if (run is { Result: RunResult.Completed, TotalSeconds: > LongEnoughToSqueeze } && cell.PagesPerSecond % 2 == 0)
                await bench.RunAsync(Name, guest, squeezed);
            // Trials of a refusal take minutes: every other one, by chance.
            if (run?.Result != RunResult.Refused || new Random(bench.Options.Seed + cell.PagesPerSecond).Next(2) == 0)
                continue;
            foreach (IMover trial in trials.Where(t => t.AppliesTo(cell)))
                await bench.RunAsync(Name, guest, trial);
        }
    }
}
