using Prometheus;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Metrics;

/// <summary>What is counted once a migration: when it is first seen, and when it has ended.</summary>
internal sealed class MigrationCounters
{
    /// <summary>The reason of a migration that needs none.</summary>
    public const string NoReason = "none";

    private const string TotalTime = "total_time";
    private const string Downtime = "downtime";
    private const string TransferBytes = "transfer_bytes";

    private static readonly double[] TimeBuckets = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800];
    private static readonly double[] DowntimeBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] PhaseBuckets = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
    private static readonly double[] ErrorBuckets = [-2, -1, -0.5, -0.25, -0.1, -0.05, 0, 0.05, 0.1, 0.25, 0.5, 1];

    private readonly Counter _plans, _migrations, _broken;
    private readonly Histogram _phase, _total, _downtime, _error;

    /// <summary>Declares the metrics; what can be foreseen starts at zero.</summary>
    public MigrationCounters(IMetricFactory factory)
    {
        _plans = factory.CreateCounter("shadowmig_plans_total", "Plans that a migration was begun by.", ["decision", "strategy"]);
        _migrations = factory.CreateCounter("shadowmig_migrations_total", "Migrations that ended.", ["result", "reason", "strategy"]);
        _phase = factory.CreateHistogram("shadowmig_migration_phase_seconds", "Time in each phase.", ["phase"], Buckets(PhaseBuckets));
        _total = factory.CreateHistogram("shadowmig_migration_seconds", "Total time of completed migrations.", Buckets(TimeBuckets));
        _downtime = factory.CreateHistogram("shadowmig_migration_downtime_seconds", "Downtime of completed migrations.", Buckets(DowntimeBuckets));
        _error = factory.CreateHistogram("shadowmig_migration_prediction_error_ratio", "(actual - predicted) / actual.", ["quantity"], Buckets(ErrorBuckets));
        _broken = factory.CreateCounter("shadowmig_migration_limits_broken_total", "Completed migrations that cost more than their limits allow.", ["limit"]);
        StartAtZero();
    }

    /// <summary>Counts a migration that was begun.</summary>
    public void CountBegun(JournalEntry entry) => _plans.WithLabels(PlanDecisions.Name(true), entry.Strategy.Name()).Inc();

    /// <summary>Counts a migration that ended.</summary>
    public void CountEnded(JournalEntry entry, MigrationReport report)
    {
        string reason = report.Result == MigrationResult.Completed ? NoReason : report.Reasons is [{ Code: var code }, ..] ? code : NoReason;
        _migrations.WithLabels(report.Result.Name(), reason, entry.Strategy.Name()).Inc();
        foreach (PhaseTiming phase in report.Phases)
            _phase.WithLabels(phase.Phase.Name()).Observe(phase.Duration.TotalSeconds);
        if (report.Result == MigrationResult.Completed)
            CountCompleted(report);
    }

    private void CountCompleted(MigrationReport report)
    {
        Observe(_total, report.Actual?.TotalTime?.TotalSeconds);
        Observe(_downtime, report.Actual?.Downtime?.TotalSeconds);
        Observe(_error.WithLabels(TotalTime), report.PredictionError?.TotalTime);
        Observe(_error.WithLabels(Downtime), report.PredictionError?.Downtime);
        Observe(_error.WithLabels(TransferBytes), report.PredictionError?.TransferBytes);
        CountBroken(TotalTime, report.Actual?.TotalTime, report.Plan.Limits.MaxTotalTime);
        CountBroken(Downtime, report.Actual?.Downtime, report.Plan.Limits.MaxDowntime);
    }

    // A series that appears with its first count shows no rise to Prometheus.
    private void StartAtZero()
    {
        foreach (MigrationStrategy strategy in Enum.GetValues<MigrationStrategy>())
        {
            _plans.WithLabels(PlanDecisions.Name(true), strategy.Name());
            foreach (MigrationResult result in Enum.GetValues<MigrationResult>())
                _migrations.WithLabels(result.Name(), NoReason, strategy.Name());
        }

        foreach (MigrationPhase phase in Enum.GetValues<MigrationPhase>())
            _phase.WithLabels(phase.Name());
        foreach (string quantity in (string[])[TotalTime, Downtime, TransferBytes])
            _error.WithLabels(quantity);
        foreach (string limit in (string[])[TotalTime, Downtime])
            _broken.WithLabels(limit);
    }

    private void CountBroken(string limit, TimeSpan? actual, TimeSpan most)
    {
        if (actual > most)
            _broken.WithLabels(limit).Inc();
    }

    private static void Observe(IHistogram histogram, double? value)
    {
        if (value.Finite() is { } known)
            histogram.Observe(known);
    }

    private static HistogramConfiguration Buckets(double[] buckets) => new() { Buckets = buckets };
}
