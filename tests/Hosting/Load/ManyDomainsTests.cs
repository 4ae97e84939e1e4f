using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Load;

/// <summary>The service on libvirt's test driver with ten thousand domains: what holds at that size, not how fast.</summary>
[NonParallelizable]
public sealed class ManyDomainsTests
{
    private const int Domains = 10_000;
    private const int Leaving = 1_000;
    private const long MemoryBound = 24 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CapturingConnector _connector = new();
    private readonly CancellationTokenSource _end = new();
    private string _folder = "";
    private Task<int> _run = Task.FromResult(0);
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (!NativeLibrary.TryLoad("libvirt.so.0", out _))
            Assert.Ignore("libvirt.so.0 is not here: install libvirt0");
        _folder = Directory.CreateTempSubdirectory("shadowmig-many-").FullName;
        string domains = Path.Combine(_folder, "domains.xml");
        await File.WriteAllLinesAsync(domains, ["<node>", .. Enumerable.Range(1, Domains).Select(Domain), "</node>"]);
        TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = Host($"test://{domains}").RunAsync(address.SetResult, _end.Token);
        await Task.WhenAny(_run, address.Task);
        _client = new() { BaseAddress = new(await address.Task) };
        await UntilAsync(async () => await ValueAsync("shadowmig_domains") == Domains);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _run;
        _run.Dispose();
        _client?.Dispose();
        _end.Dispose();
        if (_folder.Length > 0)
            await ServiceFolder.RemoveAsync(_folder);
    }

    [Test, Order(1)]
    public async Task Serve_TenThousandDomains_AllAreExportedAndNoneIsStale()
    {
        string[] lines = await LinesAsync();

        Assert.That(lines.Count(l => l.StartsWith("shadowmig_domain_stale{", StringComparison.Ordinal)), Is.EqualTo(Domains));
        Assert.That(lines, Has.Some.EqualTo("shadowmig_collector_stale_domains 0").And.Some.EqualTo("shadowmig_collector_up 1"));
    }

    [Test, Order(2)]
    public async Task Serve_TenThousandDomains_KeepsItsPeriodInBoundedMemory()
    {
        await TicksAsync(4);
        long before = Memory();
        long begun = TimeProvider.System.GetTimestamp();
        await TicksAsync(10);
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;

        Assert.That(Memory() - before, Is.LessThan(MemoryBound), "ten ticks more leave nothing behind");
        Assert.That(seconds, Is.LessThan(20), "ten ticks of a second each");
    }

    [Test, Order(3)]
    public async Task Serve_DomainsLeave_LeaveNoSeries()
    {
        for (int number = 1; number <= Leaving; number++)
        {
            using ILibvirtDomain? domain = _connector.Last.FindDomainByName(Name(number));
            domain!.Destroy();
        }

        await UntilAsync(async () => await ValueAsync("shadowmig_domains") == Domains - Leaving);
        string[] lines = await LinesAsync();

        Assert.That(lines.Count(l => l.StartsWith("shadowmig_domain_stale{", StringComparison.Ordinal)), Is.EqualTo(Domains - Leaving));
        Assert.That(lines, Has.None.Contain($"\"{Name(1)}\"").And.None.Contain($"\"{Name(Leaving)}\""));
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"guest-{number:D5}");

    private static string Domain(int number) =>
        $"<domain type='test'><name>{Name(number)}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private ServiceHost Host(string uri)
    {
        Mock<IMigrationJournal> journal = new();
        journal.Setup(j => j.Latest(It.IsAny<int>())).Returns([]);
        journal.Setup(j => j.Unfinished()).Returns([]);
        CommandEnvironment environment = new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Override = services => services.AddSingleton<ILibvirtConnector>(_connector).AddSingleton(journal.Object),
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Address"] = "http://127.0.0.1:0",
            ["Migration:JournalPath"] = Path.Combine(_folder, "journal.db"),
            ["Monitoring:SamplePeriod"] = "00:00:01",
            ["Monitoring:SampleBound"] = "00:00:30",
            ["Monitoring:CallBound"] = "00:01:00",
            ["Monitoring:StaleAfter"] = "00:00:30",
            ["Monitoring:ObserveGuests"] = "false",
        }).Build();
        return new(environment, configuration, uri);
    }

    private async Task TicksAsync(int count)
    {
        double? goal = await ValueAsync("shadowmig_collector_ticks_total") + count;
        await UntilAsync(async () => await ValueAsync("shadowmig_collector_ticks_total") >= goal);
    }

    private async Task<string[]> LinesAsync() => (await _client.GetStringAsync("/metrics")).Split('\n');

    private async Task<double?> ValueAsync(string metric) =>
        (await LinesAsync()).Where(l => l.StartsWith(metric + " ", StringComparison.Ordinal))
            .Select(l => (double?)double.Parse(l[(metric.Length + 1)..], CultureInfo.InvariantCulture)).SingleOrDefault();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                throw new TimeoutException("it does not come true");
            await Task.Delay(200);
        }
    }
}
