using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Page;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Page;

/// <summary>The page as the service answers it, by a real server.</summary>
public sealed class StatusPageTests
{
    private readonly Mock<IMigrationJournal> _journal = new();
    private readonly Mock<IDecisionJournal> _decisions = new();
    private readonly Mock<ISnapshotSource> _snapshots = new();
    private volatile JournalEntry[] _unfinished = [];
    private string _folder = null!;
    private CancellationTokenSource _end = null!;
    private HttpClient _client = null!;
    private Task<int> _run = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("shadowmig-page-").FullName;
        _end = new();
        _snapshots.SetupGet(s => s.Latest).Returns(Samples.Snapshot);
        _journal.Setup(j => j.Latest(It.IsAny<int>())).Returns([PageSamples.Ended]);
        _unfinished = [];
        _journal.Setup(j => j.Unfinished()).Returns(() => _unfinished);
        _journal.Setup(j => j.Find(It.IsAny<string>())).Returns((JournalEntry?)null);
        _journal.Setup(j => j.Find(PageSamples.Ended.Id)).Returns(PageSamples.Ended);
        _journal.Setup(j => j.Actions(It.IsAny<string>())).Returns([]);
        _decisions.Setup(d => d.Latest(It.IsAny<int>())).Returns([]);
        _decisions.Setup(d => d.Find(PageSamples.Decided().Id)).Returns(PageSamples.Decided());
        TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = Host().RunAsync(address.SetResult, _end.Token);
        Assert.That(await Task.WhenAny(_run, address.Task), Is.SameAs(address.Task));
        _client = new() { BaseAddress = new(await address.Task) };
    }

    [TearDown]
    public async Task TearDown()
    {
        await _end.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(20));
        _run.Dispose();
        _client.Dispose();
        _end.Dispose();
        await ServiceFolder.RemoveAsync(_folder);
    }

    [Test, CancelAfter(30_000)]
    public async Task Get_Home_ShowsTheNodeAndTheHistory(CancellationToken timeout)
    {
        using HttpResponseMessage answer = await _client.GetAsync("/", timeout);
        string page = await answer.Content.ReadAsStringAsync(timeout);
        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(page, Does.Contain("<h1>node1</h1>").And.Contain($"/migrations/{PageSamples.Ended.Id}"));
        });
    }

    [TestCase("/", 200)]
    [TestCase("/page.css", 200)]
    [TestCase("/page.js", 200)]
    [TestCase("/migrations/20260102-020304-00ff", 200)]
    [TestCase("/migrations/none", 404)]
    [TestCase("/decisions/20260102-030400-d001", 200)]
    [TestCase("/decisions/none", 404)]
    [TestCase("/guests/11111111-2222-3333-4444-555555555555", 200)]
    [TestCase("/guests/none", 404)]
    [CancelAfter(30_000)]
    public async Task Get_EveryAnswer_LetsNothingElseLoad(string path, int status, CancellationToken timeout)
    {
        using HttpResponseMessage answer = await _client.GetAsync(path, timeout);
        Assert.Multiple(() =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(Header("Content-Security-Policy"), Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
            Assert.That(Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(Header("Cache-Control"), Is.EqualTo("no-store"));
        });
        string Header(string name) => string.Join(", ", answer.Headers.GetValues(name));
    }

    [Test, CancelAfter(30_000)]
    public async Task Get_HostileName_EncodesIt([Values("migrations", "decisions", "guests")] string kind, CancellationToken timeout)
    {
        using HttpResponseMessage answer = await _client.GetAsync($"/{kind}/{Uri.EscapeDataString("<script>alert(1)</script>")}", timeout);
        Assert.That(await answer.Content.ReadAsStringAsync(timeout), Does.Contain("&lt;script&gt;").And.Not.Contain("<script>"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Get_UnknownDecision_SaysWhereToLook(CancellationToken timeout)
    {
        using HttpResponseMessage answer = await _client.GetAsync("/decisions/none", timeout);
        Assert.That(await answer.Content.ReadAsStringAsync(timeout), Does.Contain("no decision &#x27;none&#x27;").And.Contain("shadowmig decisions"));
    }

    [TestCase("migrations")]
    [TestCase("decisions")]
    [CancelAfter(30_000)]
    public async Task Get_JournalCannotBeRead_IsUnavailableAndSaysWhy(string kind, CancellationToken timeout)
    {
        _journal.Setup(j => j.Find("broken")).Throws(new IOException("disk full"));
        _decisions.Setup(d => d.Find("broken")).Throws(new IOException("disk full"));
        using HttpResponseMessage answer = await _client.GetAsync($"/{kind}/broken", timeout);
        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync(timeout)), Is.EqualTo((HttpStatusCode.ServiceUnavailable, MessagePage.Render("The journal cannot be read: disk full").ToString())));
    }

    [Test, CancelAfter(30_000)]
    public async Task Post_Anything_IsNotAllowed(CancellationToken timeout)
    {
        using HttpResponseMessage answer = await _client.PostAsync("/", null, timeout);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [Test, CancelAfter(30_000)]
    public async Task Events_SomethingChanges_SendsThatPartOnlyAndEndsWithTheService(CancellationToken timeout)
    {
        using Stream stream = await _client.GetStreamAsync("/events", timeout);
        using StreamReader reader = new(stream);
        string[] first = [await IdAsync(reader, timeout), await IdAsync(reader, timeout), await IdAsync(reader, timeout), await IdAsync(reader, timeout), await IdAsync(reader, timeout), await IdAsync(reader, timeout)];
        Assert.That(first, Is.EqualTo(new[] { "summary", "nodes", "running", "guests", "decisions", "history" }));

        _unfinished = [PageSamples.Running with { StartedAt = TimeProvider.System.GetUtcNow(), ProgressAt = TimeProvider.System.GetUtcNow() }];
        Assert.That((await IdAsync(reader, timeout), await IdAsync(reader, timeout)), Is.EqualTo(("summary", "running")));

        await _end.CancelAsync();
        Assert.That(await reader.ReadToEndAsync(timeout), Is.Empty.Or.StartsWith("data: "));
        Assert.That(await _run.WaitAsync(TimeSpan.FromSeconds(5), timeout), Is.Zero);
    }

    [Test, CancelAfter(30_000)]
    public async Task Events_OfAMigration_SendIt(CancellationToken timeout)
    {
        using Stream stream = await _client.GetStreamAsync($"/events/{PageSamples.Ended.Id}", timeout);
        using StreamReader reader = new(stream);
        Assert.That(await IdAsync(reader, timeout), Is.EqualTo("migration"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Events_OfADecision_SendIt(CancellationToken timeout)
    {
        using Stream stream = await _client.GetStreamAsync($"/events/decisions/{PageSamples.Decided().Id}", timeout);
        using StreamReader reader = new(stream);
        Assert.That(await IdAsync(reader, timeout), Is.EqualTo("decision"));
    }

    // The identifier of the next event; its content is skipped.
    private static async Task<string> IdAsync(StreamReader reader, CancellationToken timeout)
    {
        string id = (await reader.ReadLineAsync(timeout))!;
        while (await reader.ReadLineAsync(timeout) is { Length: > 0 })
        {
        }

        return id["data: ".Length..];
    }

    private ServiceHost Host()
    {
        Mock<ILibvirtConnector> connector = new();
        connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "no libvirt in unit tests"));
        CommandEnvironment environment = new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Override = services => services.AddSingleton(connector.Object).AddSingleton(_journal.Object).AddSingleton(_decisions.Object).AddSingleton(_snapshots.Object),
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Address"] = "http://127.0.0.1:0",
            ["Migration:JournalPath"] = Path.Combine(_folder, "journal.db"),
        }).Build();
        return new(environment, configuration, "test:///default");
    }
}
