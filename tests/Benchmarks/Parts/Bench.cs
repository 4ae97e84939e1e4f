using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>What all parts share: options, labs, records, and the time that is left.</summary>
internal sealed class Bench(BenchOptions options, LabPool labs, ShadowMigProgram program, CancellationToken stop)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _share = options.Time;

    public BenchOptions Options => options;

    public LabPool Labs => labs;

    public ShadowMigProgram Program => program;

    public CancellationToken Stop => stop;

    public RecordStore<RunRecord> Runs { get; } = new(Path.Combine(options.Out, "runs.jsonl"), BenchJson.Default.RunRecord, r => r.Key);

    public RecordStore<ObservationRecord> Observations { get; } =
        new(Path.Combine(options.Out, "observations.jsonl"), BenchJson.Default.ObservationRecord, r => r.Key);

    public RecordStore<PlannerRecord> Plans { get; } = new(Path.Combine(options.Out, "planner.jsonl"), BenchJson.Default.PlannerRecord, r => r.Key);

    /// <summary>Whether another run may begin.</summary>
    public bool HasTime => !stop.IsCancellationRequested && TimeProvider.System.GetElapsedTime(_started) < _share;

    /// <summary>Whether the options leave this cell in.</summary>
    public bool Wants(Cell cell) =>
        cell.Id.Contains(options.Only, StringComparison.Ordinal) && (options.Link ?? cell.LinkMebibytesPerSecond) == cell.LinkMebibytesPerSecond;

    /// <summary>Gives the next part all time up to a share of the whole.</summary>
    public void AllowUntil(double share) => _share = options.Time * share;

    public void Say(string text) =>
        Console.WriteLine($"{TimeProvider.System.GetElapsedTime(_started):hh\\:mm\\:ss} {text}");

    /// <summary>Measures one run, unless it was measured before, and tells what came of it.</summary>
    public async Task<RunRecord?> RunAsync(string part, BenchGuest guest, IMover mover)
    {
        if (!HasTime)
            return null;
        RunRecord run;
        try
        {
            run = await MeasuredRun.MeasureAsync(part, guest, mover, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Say($"  {mover.Name}: not measured: {e.Message}");
            labs.Distrust(guest.Lab.Suite);
            return null;
        }
        if (stop.IsCancellationRequested)
            return null;
        Runs.Add(run);
        Say($"  {RunText.Line(run)}");
        return run;
    }

    /// <summary>The lab of a cell with its link, known to ShadowMig from three migrations of an idle guest; null when that failed.</summary>
    public async Task<BenchLab?> PrepareAsync(Cell cell)
    {
        try
        {
            BenchLab lab = await labs.GetAsync(cell.Suite);
            await lab.LinkAsync(cell.LinkMebibytesPerSecond);
            await WarmUp.EnsureAsync(this, lab, cell);
            return lab;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Say($"{cell.Id}: the lab was not ready: {e.Message}");
            labs.Distrust(cell.Suite);
            return null;
        }
    }
}
