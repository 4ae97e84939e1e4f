using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Prometheus;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Http.Api;
using ShadowMig.Hosting.Metrics;

namespace ShadowMig.Hosting.Tests.Metrics;

/// <summary>The exporter over a snapshot and a journal that a test sets.</summary>
internal sealed class MetricsFixture : IDisposable
{
    private readonly Mock<ISnapshotSource> _snapshots = new(MockBehavior.Strict);
    private readonly Mock<IMigrationJournal> _journal = new(MockBehavior.Strict);
    private readonly Mock<IReservationBook> _reservations = new();
    private readonly Mock<ICordonBook> _cordons = new();
    private readonly Mock<IRuleReportSource> _rules = new(MockBehavior.Strict);
    private readonly Mock<IMembership> _membership = new(MockBehavior.Strict);
    private readonly Mock<IAutopilotReportSource> _autopilot = new();
    private readonly JournalWatcher _watcher;
    private readonly CertificateWatcher _certificates;
    private readonly MetricsExporter _exporter;

    /// <param name="root">Folder that stands for the root of the file system; without one this node has no certificates.</param>
    /// <param name="uri">The node that is watched.</param>
    public MetricsFixture(string root = "/nowhere", string uri = Samples.SourceUri)
    {
        CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();
        MetricFactory factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _snapshots.SetupGet(s => s.Latest).Returns(() => Snapshot);
        _snapshots.SetupAdd(s => s.Published += It.IsAny<Action<NodeSnapshot>>());
        _snapshots.SetupRemove(s => s.Published -= It.IsAny<Action<NodeSnapshot>>());
        _watcher = new(new(_journal.Object, _reservations.Object, _cordons.Object, new(factory), Time), Time, NullLogger<JournalWatcher>.Instance);
        ApiCertificates api = new(Options.Create(new ApiOptions()), Reload, NullLogger<ApiCertificates>.Instance);
        _certificates = new(new CertificateFolders(root), api, Options.Create(new MonitoringOptions { ConnectionUri = uri }), Time);
        _membership.SetupGet(m => m.State).Returns(() => Membership);
        _rules.SetupGet(r => r.Latest).Returns(() => Rules);
        _autopilot.SetupGet(a => a.Latest).Returns(() => Autopilot);
        _exporter = new(registry, factory, _snapshots.Object, _watcher, _certificates, _rules.Object, _autopilot.Object, _membership.Object, Reload, Time);
    }

    public NodeSnapshot Snapshot { get; set; } = Samples.Snapshot;

    public RuleReport Rules { get; set; } = RuleReport.Empty;

    public MembershipState Membership { get; set; } = new LocalMembership().State;

    public AutopilotReport Autopilot { get; set; } = AutopilotReport.Empty;

    public ReloadStatus Reload { get; } = new();

    public FakeTimeProvider Time { get; } = new(Samples.At.AddSeconds(5));

    public int Reservations { get; set; }

    public IReadOnlyList<Cordon> Cordons { get; set; } = [];

    /// <summary>Lets the watcher read a journal with these entries; otherwise nobody may touch it.</summary>
    public void ReadJournal(params JournalEntry[] entries)
    {
        _journal.Setup(j => j.Unfinished()).Returns([.. entries.Where(e => e.EndedAt is null)]);
        _journal.Setup(j => j.Latest(It.IsAny<int>())).Returns((int n) => [.. entries.Take(n)]);
        _journal.Setup(j => j.Find(It.IsAny<string>())).Returns((string id) => entries.FirstOrDefault(e => e.Id == id));
        _reservations.Setup(r => r.CountStandingAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(Reservations);
        _cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync(Cordons);
        Tick();
        _journal.Reset();
    }

    public void BreakJournal()
    {
        _journal.Setup(j => j.Unfinished()).Throws(new IOException("disk on fire"));
        Tick();
        _journal.Reset();
    }

    public void ReadCertificates() => _certificates.Tick();

    // Its mocks answer at once.
    private void Tick() => Assert.That(_watcher.TickAsync(CancellationToken.None).IsCompletedSuccessfully, Is.True);

    /// <summary>The sample lines of a scrape; the journal is out of bounds meanwhile.</summary>
    public async Task<IReadOnlyList<string>> ScrapeAsync() => [.. (await ScrapeTextAsync()).Split('\n').Where(l => l.Length > 0 && l[0] != '#')];

    public Task ScrapeAsync(Stream stream) => _exporter.ExportAsync(stream, CancellationToken.None);

    public async Task<string> ScrapeTextAsync()
    {
        using MemoryStream stream = new();
        await _exporter.ExportAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _watcher.Dispose();
        _certificates.Dispose();
    }
}
