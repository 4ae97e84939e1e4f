using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Http;

public sealed class ServiceHostTests
{
    private readonly Mock<IMigrationJournal> _journal = new();
    private readonly Mock<ISnapshotSource> _snapshots = new();

    [SetUp]
    public void SetUp()
    {
        _journal.Setup(j => j.Latest(It.IsAny<int>())).Returns([]);
        _journal.Setup(j => j.Unfinished()).Returns([]);
    }

    [Test, CancelAfter(30_000)]
    public async Task Run_Endpoints_AnswerFromTheSnapshotWithoutLibvirt(CancellationToken timeout)
    {
        bool isSampled = true;
        _snapshots.SetupGet(s => s.Latest).Returns(() => Volatile.Read(ref isSampled) ? Samples.Snapshot with { At = TimeProvider.System.GetUtcNow() } : new());
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        TaskCompletionSource<string> address = new();
        Task<int> run = Host(services => services.AddSingleton(_snapshots.Object)).RunAsync(address.SetResult, end.Token);
        await Task.WhenAny(run, address.Task);
        using HttpClient client = new() { BaseAddress = new(await address.Task) };

        string metrics = await client.GetStringAsync("/metrics", timeout);
        string rules = await client.GetStringAsync("/rules", timeout);
        HttpResponseMessage healthy = await client.GetAsync("/healthz", timeout);
        HttpResponseMessage ready = await client.GetAsync("/readyz", timeout);
        Volatile.Write(ref isSampled, false);
        HttpResponseMessage unready = await client.GetAsync("/readyz", timeout);
        await end.CancelAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(metrics, Does.Contain("shadowmig_collector_up 1"));
            Assert.That(rules, Does.Contain("\"rules\": []"));
            Assert.That(healthy.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(unready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(await unready.Content.ReadAsStringAsync(timeout), Is.EqualTo("no sample yet\n"));
            Assert.That(await run, Is.Zero);
        });
    }

    [Test, CancelAfter(30_000)]
    public async Task Run_BackgroundServiceFails_ExitCodeIsNotZero(CancellationToken timeout)
    {
        int exitCode = await Host(services => services.AddHostedService<FailingService>()).RunAsync(null, timeout);

        Assert.That(exitCode, Is.EqualTo(ExitCodes.Attention));
    }

    [Test, CancelAfter(30_000)]
    public async Task Run_BackgroundServiceIgnoresTheEnd_StillEndsInTime(CancellationToken timeout)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        long begun = 0;
        Task<int> run = Host(services => services.AddHostedService<StubbornService>()).RunAsync(
            _ =>
            {
                begun = TimeProvider.System.GetTimestamp();
                end.Cancel();
            },
            end.Token);

        Assert.That(await run, Is.Zero);
        Assert.That(TimeProvider.System.GetElapsedTime(begun), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Run_AddressInUse_IsWrongUsage(CancellationToken timeout)
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        UsageException? exception = Assert.ThrowsAsync<UsageException>(() => Host(_ => { }, $"http://127.0.0.1:{port}").RunAsync(null, timeout));

        Assert.That(exception!.Message, Does.Contain("is in use").And.Contain("Http:Address"));
        await Task.CompletedTask;
    }

    private ServiceHost Host(Action<IServiceCollection> configure, string address = "http://127.0.0.1:0")
    {
        Mock<ILibvirtConnector> connector = new();
        connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "no libvirt in unit tests"));
        CommandEnvironment environment = new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Override = services =>
            {
                services.AddSingleton(connector.Object).AddSingleton(_journal.Object);
                configure(services);
            },
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Http:Address"] = address }).Build();
        return new(environment, configuration, "test:///default");
    }

    private sealed class FailingService : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("it broke");
        }
    }

    private sealed class StubbornService : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
    }
}
