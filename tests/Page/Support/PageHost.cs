using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Watching;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Tests;
using ShadowMig.Hosting.Tests.Page;
using ShadowMig.Native;

namespace ShadowMig.Page.Tests.Support;

/// <summary>The service with a real server and a real journal; node, rules and autopilot are what the test says.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-page-").FullName;
    private readonly CancellationTokenSource _end = new();
    private readonly Mock<ISnapshotSource> _snapshots = new();
    private readonly Mock<IRuleReportSource> _rules = new();
    private readonly Mock<IAutopilotReportSource> _autopilot = new();
    private readonly Mock<IDecisionJournal> _decisions = new();
    private Task<int> _run = Task.FromResult(0);

    private PageHost()
    {
        Journal = new(new JournalDatabase(Options.Create(new MigrationOptions { JournalPath = JournalPath })));
        _snapshots.SetupGet(s => s.Latest).Returns(() => Snapshot);
        _rules.SetupGet(r => r.Latest).Returns(() => Rules);
        _autopilot.SetupGet(a => a.Latest).Returns(PageSamples.Autopilot);
        _decisions.Setup(d => d.Latest(It.IsAny<int>())).Returns(() => [Decision]);
        _decisions.Setup(d => d.Find(It.IsAny<string>())).Returns((string id) => id == Decision.Id ? Decision : null);
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The journal of the service.</summary>
    public SqliteMigrationJournal Journal { get; }

    /// <summary>What the node shows.</summary>
    public NodeSnapshot Snapshot { get; set; } = Samples.Snapshot;

    /// <summary>Where its rules stand.</summary>
    public RuleReport Rules { get; set; } = RuleReport.Empty;

    /// <summary>What the autopilot decided.</summary>
    public DecisionEntry Decision { get; set; } = PageSamples.Decided();

    private string JournalPath => Path.Combine(_folder, "journal.db");

    /// <summary>Starts the service.</summary>
    public static async Task<PageHost> StartAsync()
    {
        PageHost host = new();
        TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host._run = host.Service().RunAsync(address.SetResult, host._end.Token);
        await await Task.WhenAny(host._run, address.Task);
        host.Address = new(await address.Task);
        return host;
    }

    /// <summary>Begins a migration, and brings it to its second round.</summary>
    public string BeginMigration()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string id = Journal.Begin(PageSamples.Plan, Samples.SourceUri, now);
        Journal.EnterPhase(id, MigrationPhase.IterativePreCopy, now);
        Journal.RecordProgress(id, PageSamples.Running.Progress! with { Rounds = [PageSamples.Rounds[0]] }, now);
        return id;
    }

    /// <summary>Ends a migration.</summary>
    public void Finish(string id) => Journal.Finish(PageSamples.Ended.Report! with { Id = id }, TimeProvider.System.GetUtcNow());

    /// <summary>Ends the service, as its operator would.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
        await ServiceFolder.RemoveAsync(_folder);
    }

    private ServiceHost Service()
    {
        Mock<ILibvirtConnector> connector = new();
        connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "no libvirt in tests of the page"));
        CommandEnvironment environment = new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Override = services => services
                .AddSingleton(connector.Object).AddSingleton(_snapshots.Object).AddSingleton(_rules.Object).AddSingleton(_autopilot.Object)
                .AddSingleton(_decisions.Object).AddSingleton(Mock.Of<IAbandonedMigration>()),
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Address"] = "http://127.0.0.1:0",
            ["Migration:JournalPath"] = JournalPath,
        }).Build();
        return new(environment, configuration, "test:///default");
    }
}
