using Prometheus;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of migrations while they run, what was predicted of them, and what those that just ended cost.</summary>
internal sealed class InFlightMetrics
{
    private static readonly string[] Guest = ["domain", "uuid"];

    private readonly Gauge _inProgress, _stale, _unresolved, _reservations;
    private readonly GaugeSeries _phase, _remaining, _remainingTime, _processed, _iterations, _rate, _predictedSeconds, _predictedDowntime, _predictedBytes;
    private readonly GaugeSeries _actualSeconds, _actualDowntime, _actualBytes, _moves;

    /// <summary>Declares the metrics.</summary>
    public InFlightMetrics(IMetricFactory factory)
    {
        GaugeSeries Declare(string name, string help, params string[] more) => new(factory.CreateGauge($"shadowmig_migration_{name}", help, [.. Guest, .. more]));
        _inProgress = factory.CreateGauge("shadowmig_migrations_in_progress", "Migrations that run now.", ["direction"]);
        _stale = factory.CreateGauge("shadowmig_migrations_stale", "Migrations that the journal holds as running and that have been silent for too long; see 'shadowmig status'.");
        _unresolved = factory.CreateGauge("shadowmig_migrations_unresolved", "Migrations of which both ends were asked and nobody knows yet who has the guest; 'shadowmig status' has the commands.");
        _reservations = factory.CreateGauge("shadowmig_reservations", "Reservations of targets' memory that stand.");
        _phase = Declare("phase", "1 for the phase that the migration is in, 0 for the others.", "phase");
        _remaining = Declare("memory_remaining_bytes", "Memory left to send.");
        _remainingTime = Declare("remaining_seconds", "Time to go, forecast from the rounds so far.");
        _processed = Declare("memory_processed_bytes", "Memory sent so far.");
        _iterations = Declare("iterations", "Pre-copy rounds so far.");
        _rate = Declare("transfer_bytes_per_second", "Rate of the transfer.");
        _predictedSeconds = Declare("predicted_seconds", "Total time that the plan of the latest migration expected (middle case).");
        _predictedDowntime = Declare("predicted_downtime_seconds", "Downtime that the plan of the latest migration expected (middle case).");
        _predictedBytes = Declare("predicted_bytes", "Bytes on the wire that the plan of the latest migration expected (middle case).");
        _actualSeconds = Declare("actual_seconds", "Total time that the latest migration took.");
        _actualDowntime = Declare("actual_downtime_seconds", "Downtime of the latest migration.");
        _actualBytes = Declare("actual_bytes", "Bytes on the wire that the latest migration took.");
        _moves = new(factory.CreateGauge("shadowmig_domain_recent_migrations", "Migrations of the guest that completed within the last hour.", Guest));
    }

    /// <summary>Takes over what the journal last showed.</summary>
    public void Update(JournalReading reading)
    {
        _inProgress.WithLabels("outgoing").Set(reading.Running.Count);
        _stale.Set(reading.Stale.Count);
        _unresolved.Set(reading.Unresolved.Count);
        _reservations.Set(reading.Reservations);
        // Of each guest the latest: what was predicted stands beside what the same migration cost.
        foreach (JournalEntry entry in reading.Running.Concat(reading.Ended).DistinctBy(e => e.Domain.Uuid))
            SetPredictionAndActual(entry);
        foreach (JournalEntry entry in reading.Running)
            Set(entry);
        foreach (IGrouping<DomainIdentity, JournalEntry> guest in reading.Moved.GroupBy(e => e.Domain))
            _moves.Set(guest.Count(), guest.Key.Name, guest.Key.Uuid.ToString());
        Sweep();
    }

    private void Sweep()
    {
        foreach (GaugeSeries series in (GaugeSeries[])[_phase, _remaining, _remainingTime, _processed, _iterations, _rate, _predictedSeconds, _predictedDowntime, _predictedBytes])
            series.Sweep();
        foreach (GaugeSeries series in (GaugeSeries[])[_actualSeconds, _actualDowntime, _actualBytes, _moves])
            series.Sweep();
    }

    private void Set(JournalEntry entry)
    {
        string name = entry.Domain.Name;
        string uuid = entry.Domain.Uuid.ToString();
        foreach (MigrationPhase phase in Enum.GetValues<MigrationPhase>())
            _phase.Set(phase == entry.Phase ? 1 : 0, name, uuid, phase.Name());
        _remaining.Set(entry.Progress?.MemoryRemaining?.Value, name, uuid);
        _remainingTime.Set(entry.Progress?.Remaining?.TotalSeconds, name, uuid);
        _processed.Set(entry.Progress?.MemoryProcessed?.Value, name, uuid);
        _iterations.Set(entry.Progress?.Iteration, name, uuid);
        _rate.Set(entry.Progress?.Rate?.Value, name, uuid);
    }

    private void SetPredictionAndActual(JournalEntry entry)
    {
        string name = entry.Domain.Name;
        string uuid = entry.Domain.Uuid.ToString();
        MigrationPrediction? prediction = entry.Plan?.Chosen?.Prediction;
        _predictedSeconds.Set(prediction?.TotalSeconds.P50, name, uuid);
        _predictedDowntime.Set(prediction?.DowntimeSeconds.P50, name, uuid);
        _predictedBytes.Set(prediction?.TransferBytes.P50, name, uuid);
        MigrationActuals? actual = entry.Report?.Actual;
        _actualSeconds.Set(actual?.TotalTime?.TotalSeconds, name, uuid);
        _actualDowntime.Set(actual?.Downtime?.TotalSeconds, name, uuid);
        _actualBytes.Set(actual?.Transferred?.Value, name, uuid);
    }
}
