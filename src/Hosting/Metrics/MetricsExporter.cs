using System.IO.Pipelines;
using Prometheus;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Http.Api;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Writes all metrics from what the service's watchers hold; never asks libvirt, never reads the journal or any other file.</summary>
internal sealed class MetricsExporter : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly CollectorRegistry _registry;
    private readonly ISnapshotSource _snapshots;
    private readonly JournalWatcher _journal;
    private readonly CertificateWatcher _certificates;
    private readonly GuestMetrics _guests;
    private readonly NodeMetrics _node;
    private readonly InFlightMetrics _inFlight;
    private readonly RuleMetrics _ruleMetrics;
    private readonly IRuleReportSource _rules;
    private readonly IMembership _membership;
    private readonly CoordinationMetrics _coordination;
    private readonly AutopilotMetrics _autopilotMetrics;
    private readonly CertificateMetrics _certificateMetrics;
    private readonly IAutopilotReportSource _autopilot;
    private readonly ReloadStatus _reload;
    private readonly Gauge _reloaded;
    private NodeSnapshot? _shown;
    private (RuleReport Rules, AutopilotReport Autopilot)? _shownRules;

    /// <summary>Declares the metrics in a registry of its own.</summary>
    public MetricsExporter(
        CollectorRegistry registry, IMetricFactory factory, ISnapshotSource snapshots, JournalWatcher journal, CertificateWatcher certificates,
        IRuleReportSource rules, IAutopilotReportSource autopilot, IMembership membership, ReloadStatus reload, TimeProvider time)
    {
        _registry = registry;
        _snapshots = snapshots;
        _journal = journal;
        _certificates = certificates;
        _rules = rules;
        _membership = membership;
        _autopilot = autopilot;
        _reload = reload;
        _guests = new(factory);
        _node = new(factory);
        _inFlight = new(factory);
        _ruleMetrics = new(factory);
        _coordination = new(factory);
        _autopilotMetrics = new(factory, time);
        _certificateMetrics = new(factory);
        ApiMetrics.Requests(factory);
        factory.CreateGauge("shadowmig_build_info", "Version of the running service; always 1.", ["version", "runtime"])
            .WithLabels(BuildInfo.Version, Environment.Version.ToString()).Set(1);
        _reloaded = factory.CreateGauge("shadowmig_config_last_reload_success", "Whether the configuration and the certificates of the API were last loaded without error.");
        _snapshots.Published += Prepare;
    }

    /// <summary>Writes the metrics in Prometheus' text format.</summary>
    public async Task ExportAsync(Stream stream, CancellationToken cancellationToken)
    {
        // All of it is written here first: who reads slowly must not keep the others waiting.
        Pipe text = new(new PipeOptions(pauseWriterThreshold: 0));
        try
        {
            await WriteAsync(text.Writer, cancellationToken);
            await text.Reader.CopyToAsync(stream, cancellationToken);
        }
        finally
        {
            await text.Writer.CompleteAsync();
            await text.Reader.CompleteAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _snapshots.Published -= Prepare;
        _one.Dispose();
    }

    private async Task WriteAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            UpdateSnapshot(_snapshots.Latest);
            JournalReading journal = _journal.Latest;
            _inFlight.Update(journal);
            AutopilotReport autopilot = _autopilot.Latest;
            UpdateRules(_rules.Latest, autopilot);
            _autopilotMetrics.Update(autopilot, journal.Cordoned);
            _certificateMetrics.Update(_certificates.Latest);
            _coordination.Update(_membership.State);
            _reloaded.Set(_reload is { LastSucceeded: true, CertificatesSucceeded: true } ? 1 : 0);
            await _registry.CollectAndExportAsTextAsync(writer.AsStream(leaveOpen: true), cancellationToken);
            await writer.CompleteAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    // Between scrapes, so that none has to; and not on the sampler's time.
    private void Prepare(NodeSnapshot snapshot) => _ = Task.Run(async () =>
    {
        await _one.WaitAsync();
        try
        {
            UpdateSnapshot(_snapshots.Latest);
        }
        finally
        {
            _one.Release();
        }
    });

    // With many guests setting all series takes as long as writing them: once a sample is enough, however often it is scraped.
    private void UpdateSnapshot(NodeSnapshot snapshot)
    {
        if (ReferenceEquals(snapshot, _shown))
            return;
        _guests.Update(snapshot);
        _node.Update(snapshot);
        _shown = snapshot;
    }

    private void UpdateRules(RuleReport rules, AutopilotReport autopilot)
    {
        if (_shownRules is { } shown && ReferenceEquals(rules, shown.Rules) && ReferenceEquals(autopilot, shown.Autopilot))
            return;
        _ruleMetrics.Update(rules, autopilot.Loads);
        _shownRules = (rules, autopilot);
    }
}
