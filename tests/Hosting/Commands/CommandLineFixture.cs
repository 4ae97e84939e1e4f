using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

/// <summary>A command line whose pipeline ends at interfaces.</summary>
internal sealed class CommandLineFixture
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public CommandLineFixture()
    {
        Domain.SetupGet(d => d.Name).Returns(Samples.Domain.Name);
        Domain.SetupGet(d => d.Uuid).Returns(Samples.Domain.Uuid);
        Domain.SetupGet(d => d.IsActive).Returns(true);
        Domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(() => $"""
            <domain type='kvm'><name>{Samples.Domain.Name}</name><uuid>{Samples.Domain.Uuid}</uuid><metadata>{Metadata}</metadata><memory>1048576</memory></domain>
            """);
        Connection.Setup(c => c.GetHostName()).Returns("node1");
        Connection.Setup(c => c.FindDomainByName(Samples.Domain.Name)).Returns(Domain.Object);
        Connection.Setup(c => c.FindDomainByUuid(Samples.Domain.Uuid)).Returns(Domain.Object);
        Connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Returns(Connection.Object);
        Preflight.Setup(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Samples.Preflight);
        Preflight.Setup(p => p.CheckNodesAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string?>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([new("source-answers", CheckOutcome.Passed, "said already"), new("certificates", CheckOutcome.Passed, "fine")]);
        Observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .Callback((ILibvirtConnection _, ILibvirtDomain _, ObservationOptions _, IProgress<string>? step, CancellationToken _) => step?.Report("measuring"))
            .ReturnsAsync(Samples.Observation);
        Links.Setup(l => l.Estimate(It.IsAny<LinkEnds>()))
            .Returns(new LinkEstimate { Rate = BytesPerSecond.FromMebibytes(1000), SwitchoverCost = TimeSpan.FromMilliseconds(20) });
        Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.Plan);
        SetReport(Samples.Report);
        Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Locks.Setup(l => l.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Connection.Setup(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<DomainFilter>(), true)).Returns([]);
        Drains.Setup(d => d.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Drains.Setup(d => d.TryTakeAsync(It.IsAny<DrainClaim>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((DrainClaim claim, TimeSpan _, CancellationToken _) => new DrainAttempt(new DrainGrant(claim, 1)));
        Drains.Setup(d => d.RenewAsync(It.IsAny<DrainGrant>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        Journal.Setup(j => j.Latest(It.IsAny<int>())).Returns([Samples.Ended]);
        Journal.Setup(j => j.Unfinished()).Returns([Samples.Running]);
        Journal.Setup(j => j.Find(Samples.Report.Id)).Returns(Samples.Ended);
    }

    public Mock<ILibvirtConnector> Connector { get; } = new();

    public Mock<ILibvirtConnection> Connection { get; } = new();

    public Mock<ILibvirtDomain> Domain { get; } = new();

    public Mock<IPreflight> Preflight { get; } = new();

    public Mock<IGuestObserver> Observer { get; } = new();

    public Mock<ILinkEstimator> Links { get; } = new();

    public Mock<IGuestHistory> Guests { get; } = new();

    public Mock<IMigrationPlanner> Planner { get; } = new();

    public Mock<IMigrator> Migrator { get; } = new();

    public Mock<IMigrationJournal> Journal { get; } = new();

    public Mock<ICordonBook> Cordons { get; } = new();

    public Mock<IDecisionJournal> Decisions { get; } = new();

    public Mock<IReservationBook> Reservations { get; } = new();

    public Mock<ITlsPeer> Peer { get; } = new();

    public Mock<ICancelBook> Cancels { get; } = new();

    public Mock<IAbandonedMigration> Abandoned { get; } = new();

    public Mock<IGuestLockStore> Locks { get; } = new();

    public Mock<IDrainBook> Drains { get; } = new();

    public Mock<INodeDirectory> Directory { get; } = new();

    public Mock<IServiceClient> Service { get; } = new();

    public FakeTimeProvider Time { get; } = new(Samples.At);

    /// <summary>The clock of commands; a real one for those that let time pass themselves.</summary>
    public TimeProvider? Clock { get; set; }

    public bool IsTerminal { get; set; }

    /// <summary>The metadata of the guest.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>The guest's metadata with our element.</summary>
    public void SetWishes(string attributes, string children = "") =>
        Metadata = $"<shadowmig:guest xmlns:shadowmig='https://shadowmig.org/guest' {attributes}>{children}</shadowmig:guest>";

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public void SetReport(MigrationReport report) => Migrator
        .Setup(m => m.MigrateAsync(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
        .Callback((MigrationPlan _, string _, IProgress<MigrationProgress>? progress, CancellationToken _) =>
        {
            for (int i = 0; i < 5; i++)
                progress?.Report(Samples.Progress with { Iteration = i });
        })
        .ReturnsAsync(report);

    public Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public Task<int> RunAsync(CancellationToken cancellationToken, params string[] args) => CommandLineApplication.RunAsync(args, Environment, cancellationToken);

    public CommandEnvironment Environment => new()
    {
        Output = new StringWriter(_output),
        Error = new StringWriter(_error),
        IsTerminal = IsTerminal,
        Time = Clock ?? Time,
        Override = services => services
            .AddSingleton(Connector.Object)
            .AddSingleton(Preflight.Object)
            .AddSingleton(Observer.Object)
            .AddSingleton(Links.Object)
            .AddSingleton(Guests.Object)
            .AddSingleton(Planner.Object)
            .AddSingleton(Migrator.Object)
            .AddSingleton(Cordons.Object)
            .AddSingleton(Reservations.Object)
            .AddSingleton(Cancels.Object)
            .AddSingleton(Abandoned.Object)
            .AddSingleton(Peer.Object)
            .AddSingleton(Locks.Object)
            .AddSingleton(Drains.Object)
            .AddSingleton(Directory.Object)
            .AddSingleton(Decisions.Object)
            .AddSingleton(Journal.Object)
            .AddSingleton(Service.Object),
    };
}
