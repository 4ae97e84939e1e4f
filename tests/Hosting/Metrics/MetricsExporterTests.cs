using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class MetricsExporterTests
{
    private const string Guest = "domain=\"web\",uuid=\"11111111-2222-3333-4444-555555555555\"";

    private MetricsFixture _metrics = null!;

    [SetUp]
    public void SetUp() => _metrics = new();

    [TearDown]
    public void TearDown() => _metrics.Dispose();

    [Test]
    public async Task Scrape_Snapshot_HasEveryMetricOfTheContract()
    {
        string[] expected =
        [
            $"shadowmig_domain_dirty_rate_bytes_per_second{{{Guest},mode=\"dirty-ring\"}} 1000",
            $"shadowmig_domain_vcpu_dirty_rate_bytes_per_second{{{Guest},vcpu=\"0\"}} 600",
            $"shadowmig_domain_vcpu_dirty_rate_bytes_per_second{{{Guest},vcpu=\"1\"}} 400",
            $"shadowmig_domain_working_set_bytes{{{Guest}}} 1500",
            $"shadowmig_domain_memory_total_bytes{{{Guest}}} 1073741824",
            $"shadowmig_domain_memory_resident_bytes{{{Guest}}} 536870912",
            $"shadowmig_domain_page_size_bytes{{{Guest}}} 4096",
            $"shadowmig_domain_network_bytes_per_second{{{Guest},direction=\"receive\"}} 10",
            $"shadowmig_domain_network_bytes_per_second{{{Guest},direction=\"transmit\"}} 20",
            $"shadowmig_domain_major_faults_total{{{Guest}}} 42",
            $"shadowmig_domain_cpu_utilization_ratio{{{Guest}}} 0.75",
            $"shadowmig_domain_stale{{{Guest}}} 0",
            "shadowmig_node_cpu_utilization_ratio{node=\"node1\"} 0.25",
            "shadowmig_node_memory_utilization_ratio{node=\"node1\"} 0.5",
            "shadowmig_node_pressure_ratio{node=\"node1\",resource=\"io\"} 0.2",
            "shadowmig_domains 1",
            "shadowmig_collector_up 1",
            "shadowmig_collector_duration_seconds 0.012",
            "shadowmig_collector_stale_domains 0",
            "shadowmig_config_last_reload_success 1",
        ];

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        Assert.That(expected.Except(lines), Is.Empty, () => string.Join('\n', lines));
        Assert.That(lines, Has.One.StartWith("shadowmig_build_info{version=\"0.1.0\""));
    }

    [Test]
    public async Task Scrape_AnotherReaderIsSlow_DoesNotWaitForIt()
    {
        TaskCompletionSource slow = new();
        Task first = _metrics.ScrapeAsync(new StalledStream(slow.Task));

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        Assert.That(lines, Has.Some.StartWith("shadowmig_collector_up"));
        Assert.That(first.IsCompleted, Is.False);
        slow.SetResult();
        await first;
    }

    [Test]
    public async Task Scrape_NodesReadingsStale_ItsSeriesAreGone()
    {
        Assert.That(await _metrics.ScrapeAsync(), Has.Some.StartWith("shadowmig_node_memory_total_bytes{"));
        _metrics.Snapshot = Samples.Snapshot with { Node = Samples.Snapshot.Node! with { IsStale = true } };

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        Assert.That(
            lines,
            Has.None.StartWith("shadowmig_node_cpu").And.None.StartWith("shadowmig_node_memory_").And.None.StartWith("shadowmig_node_pressure_ratio{"));
    }

    [Test]
    public async Task Scrape_GuestLeft_ItsSeriesAreGone()
    {
        await _metrics.ScrapeAsync();
        _metrics.Snapshot = Samples.Snapshot with { Guests = [] };

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        Assert.That(lines, Has.None.Contain("uuid=").And.Some.EqualTo("shadowmig_domains 0"));
    }

    [Test]
    public async Task Scrape_UnknownReadings_HaveNoSeries()
    {
        _metrics.Snapshot = Samples.Snapshot with
        {
            Guests = [new() { Domain = Samples.Domain, At = Samples.At }],
            Observations = new Dictionary<Guid, Driver.Model.GuestObservation>(),
        };

        Assert.That((await _metrics.ScrapeAsync()).Where(l => l.Contains("uuid=", StringComparison.Ordinal)), Is.EqualTo(new[] { $"shadowmig_domain_stale{{{Guest}}} 0" }));
    }

    [Test]
    public async Task Scrape_GuestRestarted_ItsCounterStartsAnew()
    {
        await _metrics.ScrapeAsync();
        _metrics.Snapshot = Samples.Snapshot with { Guests = [Samples.Guest with { MajorFaults = 3 }] };

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo($"shadowmig_domain_major_faults_total{{{Guest}}} 3"));
    }

    [Test]
    public async Task Scrape_BeforeTheFirstSample_Works()
    {
        _metrics.Snapshot = new NodeSnapshot();

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_collector_up 0").And.None.StartWith("shadowmig_node_"));
    }

    [Test]
    public async Task Scrape_MigrationInFlight_ShowsPhaseAndMemory()
    {
        _metrics.ReadJournal(Samples.Running);

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        string[] expected =
        [
            "shadowmig_migrations_in_progress{direction=\"outgoing\"} 1",
            $"shadowmig_migration_phase{{{Guest},phase=\"iterativePreCopy\"}} 1",
            $"shadowmig_migration_phase{{{Guest},phase=\"stopAndCopy\"}} 0",
            $"shadowmig_migration_memory_remaining_bytes{{{Guest}}} 209715200",
            $"shadowmig_migration_remaining_seconds{{{Guest}}} 7",
            $"shadowmig_migration_memory_processed_bytes{{{Guest}}} 419430400",
            $"shadowmig_migration_iterations{{{Guest}}} 3",
            "shadowmig_plans_total{decision=\"go\",strategy=\"shadow-cache\"} 1",
        ];
        Assert.That(expected.Except(lines), Is.Empty, () => string.Join('\n', lines));
    }

    [Test]
    public async Task Scrape_MigrationEnds_IsCountedOnceAndLeavesNoSeries()
    {
        _metrics.ReadJournal(Samples.Running);
        await _metrics.ScrapeAsync();
        _metrics.ReadJournal(Samples.Ended);
        _metrics.ReadJournal(Samples.Ended);

        IReadOnlyList<string> lines = await _metrics.ScrapeAsync();

        string[] expected =
        [
            "shadowmig_migrations_in_progress{direction=\"outgoing\"} 0",
            "shadowmig_migrations_total{result=\"completed\",reason=\"none\",strategy=\"shadow-cache\"} 1",
            "shadowmig_plans_total{decision=\"go\",strategy=\"shadow-cache\"} 1",
            "shadowmig_migration_seconds_count 1",
            "shadowmig_migration_seconds_sum 11",
            "shadowmig_migration_downtime_seconds_sum 0.08",
            "shadowmig_migration_phase_seconds_count{phase=\"stopAndCopy\"} 1",
            "shadowmig_migration_prediction_error_ratio_count{quantity=\"total_time\"} 1",
            "shadowmig_migration_prediction_error_ratio_sum{quantity=\"downtime\"} -0.25",
            $"shadowmig_migration_predicted_seconds{{{Guest}}} 10",
            $"shadowmig_migration_predicted_downtime_seconds{{{Guest}}} 0.1",
            $"shadowmig_migration_predicted_bytes{{{Guest}}} 1000000000",
            $"shadowmig_migration_actual_seconds{{{Guest}}} 11",
            $"shadowmig_migration_actual_downtime_seconds{{{Guest}}} 0.08",
            $"shadowmig_migration_actual_bytes{{{Guest}}} 1100000000",
            "shadowmig_migration_limits_broken_total{limit=\"total_time\"} 0",
            "shadowmig_migration_limits_broken_total{limit=\"downtime\"} 0",
            $"shadowmig_domain_recent_migrations{{{Guest}}} 1",
        ];
        Assert.That(expected.Except(lines), Is.Empty, () => string.Join('\n', lines));
        Assert.That(lines, Has.None.StartWith("shadowmig_migration_phase{"));
    }

    [Test]
    public async Task Scrape_MigrationBrokeALimit_IsCounted()
    {
        _metrics.ReadJournal();
        MigrationActuals actual = new(TimeSpan.FromSeconds(11), TimeSpan.FromMilliseconds(301), null, null);
        _metrics.ReadJournal(Samples.Ended with { Report = Samples.Report with { Actual = actual } });

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migration_limits_broken_total{limit=\"downtime\"} 1")
            .And.Some.EqualTo("shadowmig_migration_limits_broken_total{limit=\"total_time\"} 0"));
    }

    [Test]
    public async Task Scrape_FailedMigrationTookLong_BreaksNoLimit()
    {
        _metrics.ReadJournal();
        MigrationActuals actual = new(TimeSpan.FromHours(1), null, null, null);
        _metrics.ReadJournal(Samples.Ended with { Report = Samples.ReportOf(MigrationResult.Failed) with { Actual = actual } });

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migration_limits_broken_total{limit=\"total_time\"} 0"));
    }

    [Test]
    public async Task Scrape_NextMigrationOfTheGuestRuns_ShowsNoActualsOfTheLast()
    {
        _metrics.ReadJournal(Samples.Running with { Id = "next" }, Samples.Ended);

        Assert.That(await _metrics.ScrapeAsync(), Has.None.StartWith("shadowmig_migration_actual_").And.Some.StartWith("shadowmig_migration_predicted_seconds{"));
    }

    [Test]
    public async Task Scrape_GuestMovedSeveralTimes_IsCountedForAnHour()
    {
        JournalEntry failed = Samples.Ended with { Id = "failed", Report = Samples.ReportOf(MigrationResult.Failed) };
        _metrics.ReadJournal(Samples.Ended with { Id = "second" }, failed, Samples.Ended);
        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo($"shadowmig_domain_recent_migrations{{{Guest}}} 2"));

        _metrics.Time.Advance(TimeSpan.FromMinutes(61));
        _metrics.ReadJournal(Samples.Ended with { Id = "second" }, failed, Samples.Ended);
        Assert.That(await _metrics.ScrapeAsync(), Has.None.StartWith("shadowmig_domain_recent_migrations"));
    }

    [Test]
    public async Task Scrape_MigrationEndedLongAgo_LeavesNoPrediction()
    {
        _metrics.ReadJournal(Samples.Ended);
        _metrics.Time.Advance(TimeSpan.FromMinutes(6));
        _metrics.ReadJournal(Samples.Ended);

        Assert.That(await _metrics.ScrapeAsync(), Has.None.StartWith("shadowmig_migration_predicted"));
    }

    [Test]
    public async Task Scrape_MigrationBeganAndEndedBetweenReadings_IsCounted()
    {
        _metrics.ReadJournal();
        _metrics.ReadJournal(Samples.Ended);

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_total{result=\"completed\",reason=\"none\",strategy=\"shadow-cache\"} 1"));
    }

    [Test]
    public async Task Scrape_MigrationEndedBeforeTheStart_IsHistory()
    {
        _metrics.ReadJournal(Samples.Ended);

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_total{result=\"completed\",reason=\"none\",strategy=\"shadow-cache\"} 0"));
    }

    [Test]
    public async Task Scrape_MigrationFailed_CarriesItsReason()
    {
        _metrics.ReadJournal();
        _metrics.ReadJournal(Samples.Ended with { Report = Samples.ReportOf(MigrationResult.Failed) });

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_total{result=\"failed\",reason=\"migration-error\",strategy=\"shadow-cache\"} 1"));
    }

    [Test]
    public async Task Scrape_MigrationSilent_IsStaleNotRunning()
    {
        _metrics.ReadJournal(Samples.Running);
        _metrics.Time.Advance(TimeSpan.FromMinutes(2));
        _metrics.ReadJournal(Samples.Running);

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_stale 1").And.Some.EqualTo("shadowmig_migrations_in_progress{direction=\"outgoing\"} 0"));
    }

    [Test]
    public async Task Scrape_MigrationUnresolved_IsNeitherRunningNorStaleAndCountedOnceSettled()
    {
        _metrics.ReadJournal(Samples.Unresolved);
        IReadOnlyList<string> unresolved = await _metrics.ScrapeAsync();
        _metrics.ReadJournal(Samples.Ended);
        IReadOnlyList<string> settled = await _metrics.ScrapeAsync();

        Assert.That(unresolved, Has.Some.EqualTo("shadowmig_migrations_unresolved 1").And.Some.EqualTo("shadowmig_migrations_stale 0")
            .And.Some.EqualTo("shadowmig_migrations_in_progress{direction=\"outgoing\"} 0"));
        Assert.That(settled, Has.Some.EqualTo("shadowmig_migrations_unresolved 0")
            .And.Some.EqualTo("shadowmig_migrations_total{result=\"completed\",reason=\"none\",strategy=\"shadow-cache\"} 1"));
    }

    [Test]
    public async Task Scrape_MigrationMakesProgress_StaysRunning()
    {
        _metrics.ReadJournal(Samples.Running);
        _metrics.Time.Advance(TimeSpan.FromMinutes(2));
        _metrics.ReadJournal(Samples.Running with { ProgressAt = _metrics.Time.GetUtcNow() });

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_in_progress{direction=\"outgoing\"} 1"));
    }

    [Test]
    public async Task Scrape_MigrationRunning_ShowsWhatItsPlanExpected()
    {
        _metrics.ReadJournal(Samples.Running);

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.StartsWith("shadowmig_migration_predicted_seconds{"));
    }

    [Test]
    public async Task Scrape_ReservationsStand_AreCounted()
    {
        _metrics.Reservations = 3;
        _metrics.ReadJournal();

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_reservations 3"));
    }

    [Test]
    public async Task Scrape_JournalBroken_KeepsWhatWasRead()
    {
        _metrics.ReadJournal(Samples.Running);
        _metrics.BreakJournal();

        Assert.That(await _metrics.ScrapeAsync(), Has.Some.EqualTo("shadowmig_migrations_in_progress{direction=\"outgoing\"} 1"));
    }

    private sealed class StalledStream(Task until) : MemoryStream
    {
        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => await until;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await until;
    }
}
