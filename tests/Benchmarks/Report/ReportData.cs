using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>All records that a report is made of.</summary>
internal sealed record ReportData(
    MachineFacts? Machine, IReadOnlyList<RunRecord> Runs, IReadOnlyList<ObservationRecord> Observations, IReadOnlyList<PlannerRecord> Plans)
{
    /// <summary>Name of ShadowMig's own runs.</summary>
    public const string Ours = "shadowmig";

    public static ReportData Load(string folder) => new(
        MachineReader.Read(folder),
        [.. new RecordStore<RunRecord>(Path.Combine(folder, "runs.jsonl"), BenchJson.Default.RunRecord, r => r.Key).All],
        [.. new RecordStore<ObservationRecord>(Path.Combine(folder, "observations.jsonl"), BenchJson.Default.ObservationRecord, r => r.Key).All],
        [.. new RecordStore<PlannerRecord>(Path.Combine(folder, "planner.jsonl"), BenchJson.Default.PlannerRecord, r => r.Key).All]);

    /// <summary>Runs of the comparison, by cell, by policy.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, RunRecord>> Cells { get; } = Runs
        .Where(r => r.Part == PeersPart.Name)
        .GroupBy(r => r.Cell.Id)
        .ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, RunRecord>)g.ToDictionary(r => r.Policy));

    /// <summary>Policies other than ShadowMig's, by name.</summary>
    public IReadOnlyList<string> Peers { get; } =
        [.. Runs.Where(r => r.Part == PeersPart.Name && !r.Policy.StartsWith(Ours, StringComparison.Ordinal)).Select(r => r.Policy).Distinct().Order()];

    /// <summary>Every run of ShadowMig's own choosing, warm-ups left out.</summary>
    public IReadOnlyList<RunRecord> OurRuns { get; } =
        [.. Runs.Where(r => r.Policy == Ours && (r.Part is PeersPart.Name or PredictionPart.Name))];
}
