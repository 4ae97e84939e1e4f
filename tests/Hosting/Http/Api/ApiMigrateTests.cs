using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Http.Api;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Http.Api;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ApiMigrateTests
{
    private const string Path = "/api/migrate";
    private const string Body = """{ "guest": "web", "from": "n2", "to": "n3", "profile": "night", "bandwidth": "50MiB/s", "allowPostCopy": true }""";

    private ApiFixture _api = null!;

    [SetUp]
    public void SetUp() => _api = new();

    [TearDown]
    public async Task TearDownAsync() => await _api.DisposeAsync();

    [Test, CancelAfter(30_000)]
    public async Task Request_OfAnOperator_IsAcceptedAndTellsWhatMigrateWouldPrint(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage accepted = await ApiFixture.PostAsync(client, Path, Body);
        string id = await RequestAsync(accepted, timeout);
        JsonElement ended = await EndedAsync(client, id, timeout);

        Assert.Multiple(() =>
        {
            Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(accepted.Headers.Location!.ToString(), Is.EqualTo($"/api/migrations/{id}"));
            Assert.That((Text(ended, "state"), Text(ended, "migration"), Text(ended, "from"), Text(ended, "to")), Is.EqualTo(("completed", Samples.Report.Id, "n2", "n3")));
            Assert.That((ended.GetProperty("exitCode").GetInt32(), Text(ended, "meaning")), Is.EqualTo((0, "done")));
            Assert.That(Text(ended.GetProperty("result"), "result"), Is.EqualTo("completed"));
            Assert.That(ended.GetProperty("result").GetProperty("phases").GetArrayLength(), Is.EqualTo(6));
            Assert.That(_api.Audit, Has.One.Matches("role operator: POST /api/migrate guest=web from=n2 to=n3 .*: accepted 202"));
        });
        MigrationLimits limits = MigrationLimits.Default with { MaxDowntime = TimeSpan.FromSeconds(2), Bandwidth = BytesPerSecond.FromMebibytes(50), AllowPostCopy = true };
        _api.Line.Preflight.Verify(p => p.CheckAsync(_api.Line.Connection.Object, "web", "qemu+tcp://n3/system", limits, It.IsAny<CancellationToken>()), Times.Once);
        _api.Line.Migrator.Verify(m => m.MigrateAsync(
            It.Is<MigrationPlan>(p => p.Chosen == Samples.Plan.Chosen), "qemu+tcp://n2/system", It.IsAny<IProgress<MigrationProgress>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [CancelAfter(30_000)]
    [TestCase("", true)]
    [TestCase(", \"allowPostCopy\": true", true)]
    [TestCase(", \"allowPostCopy\": false", false)]
    public async Task Request_WithOrWithoutPostCopy_WinsOverTheProfile(string field, bool isAllowed, CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage accepted = await ApiFixture.PostAsync(client, Path, $$"""{ "guest": "web", "from": "n2", "to": "n3", "profile": "night"{{field}} }""");
        await EndedAsync(client, await RequestAsync(accepted, timeout), timeout);

        _api.Line.Preflight.Verify(p => p.CheckAsync(
            _api.Line.Connection.Object, "web", "qemu+tcp://n3/system", It.Is<MigrationLimits>(l => l.AllowPostCopy == isAllowed), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test, CancelAfter(30_000)]
    public async Task Request_WhileItMigrates_TellsTheMigrationInTheJournalAndHowFarItIs(CancellationToken timeout)
    {
        TaskCompletionSource<MigrationReport> end = Hold(progress => progress.Report(Samples.Progress with { Id = "20260102-030405-abcd" }));
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        JsonElement moving = await ReadAsync(client, await RequestAsync(await ApiFixture.PostAsync(client, Path, Body), timeout), timeout);
        end.SetResult(Samples.Report);

        Assert.That((Text(moving, "state"), Text(moving, "migration"), Text(moving, "step")), Is.EqualTo(("migrating", "20260102-030405-abcd", "iterativePreCopy")));
        Assert.That(moving.GetProperty("progress").GetProperty("memoryTotalBytes").GetInt64(), Is.EqualTo(1 << 30));
        Assert.That(moving.GetProperty("exitCode").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test, CancelAfter(30_000)]
    public async Task IdempotencyKey_Repeated_IsOneMigration(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        string first = await RequestAsync(await ApiFixture.PostAsync(client, Path, Body, "k1"), timeout);
        string again = await RequestAsync(await ApiFixture.PostAsync(client, Path, Body, "k1"), timeout);
        await EndedAsync(client, first, timeout);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(_api.Line.Migrator.Invocations, Has.Count.EqualTo(1));
    }

    [TestCase(ReasonCodes.DowntimeLimit, 422), TestCase(ReasonCodes.DomainBusy, 409), CancelAfter(30_000)]
    public async Task Plan_ThatRefusesAtOnce_IsAnsweredWithItsReasons(string code, int status, CancellationToken timeout)
    {
        _api.Line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.NoGo with { Reasons = [new(code, "not like this")] });
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage refused = await ApiFixture.PostAsync(client, Path, Body);
        string text = await refused.Content.ReadAsStringAsync(timeout);
        JsonElement request = await ReadAsync(client, await RequestAsync(refused, timeout), timeout);

        Assert.That((int)refused.StatusCode, Is.EqualTo(status), text);
        Assert.That(text, Does.Contain("\"answer\": \"refused\"").And.Contain($"\"code\": \"{code}\""));
        Assert.That((Text(request, "state"), request.GetProperty("exitCode").GetInt32()), Is.EqualTo(("refused", 3)));
        Assert.That(Text(request.GetProperty("result"), "decision"), Is.EqualTo("no-go"));
        Assert.That(_api.Line.Migrator.Invocations, Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Requests_ForOneGuestOrMoreThanMayRun_AreTurnedAway(CancellationToken timeout)
    {
        _api.Line.Connection.Setup(c => c.FindDomainByName(It.IsAny<string>())).Returns(_api.Line.Domain.Object);
        TaskCompletionSource<MigrationReport> end = Hold();
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage[] running = await Task.WhenAll(Enumerable.Range(1, ApiMigrations.MostAtOnce).Select(i => ApiFixture.PostAsync(client, Path, Of($"guest{i}"))));
        HttpResponseMessage twin = await ApiFixture.PostAsync(client, Path, Of("guest1"));
        HttpResponseMessage tooMany = await ApiFixture.PostAsync(client, Path, Of("other"), "k1");
        end.SetResult(Samples.Report);
        foreach (HttpResponseMessage one in running)
            await EndedAsync(client, await RequestAsync(one, timeout), timeout);
        HttpResponseMessage later = await ApiFixture.PostAsync(client, Path, Of("other"), "k1");

        Assert.Multiple(async () =>
        {
            Assert.That(running.Select(r => r.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
            Assert.That((twin.StatusCode, tooMany.StatusCode, later.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.TooManyRequests, HttpStatusCode.Accepted)));
            Assert.That(await twin.Content.ReadAsStringAsync(timeout), Does.Contain("guest-locked"));
            Assert.That(await tooMany.Content.ReadAsStringAsync(timeout), Does.Contain("migration-limit"));
            Assert.That(tooMany.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(10)));
        });
    }

    [Test, CancelAfter(30_000)]
    public async Task Request_AsSoonAsTheEndOfTheLastWasRead_IsTaken(CancellationToken timeout)
    {
        TaskCompletionSource isRead = new();
        _api.Heard = _ => isRead.Task.Wait(timeout);
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        string first = await RequestAsync(await ApiFixture.PostAsync(client, Path, Body), timeout);
        await EndedAsync(client, first, timeout);
        HttpResponseMessage second = await ApiFixture.PostAsync(client, Path, Body);
        isRead.SetResult();

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await second.Content.ReadAsStringAsync(timeout));
        Assert.That(await RequestAsync(second, timeout), Is.Not.EqualTo(first));
    }

    [Test, CancelAfter(30_000)]
    public async Task Cancel_WhileItIsPlanned_EndsItAndNothingMoves(CancellationToken timeout)
    {
        _api.Line.Observer.Setup(o => o.ObserveAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<ILibvirtDomain>(), It.IsAny<ObservationOptions>(), It.IsAny<IProgress<string>?>(), It.IsAny<CancellationToken>()))
            .Returns(async (ILibvirtConnection _, ILibvirtDomain _, ObservationOptions _, IProgress<string>? _, CancellationToken token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return Samples.Observation;
            });
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        string id = await RequestAsync(await ApiFixture.PostAsync(client, Path, Body), timeout);
        HttpResponseMessage cancelled = await ApiFixture.PostAsync(client, "/api/cancel", $$"""{ "migration": "{{id}}" }""");
        JsonElement request = await ReadAsync(client, id, timeout);

        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((Text(request, "state"), request.GetProperty("exitCode").GetInt32()), Is.EqualTo(("cancelled", 130)));
        Assert.That(_api.Line.Migrator.Invocations, Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Service_ThatEnds_AbortsWhatItMovesAndWaitsForTheEnd(CancellationToken timeout)
    {
        bool isEstablished = false;
        _api.Line.Migrator.Setup(m => m.MigrateAsync(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
            .Returns(async (MigrationPlan _, string _, IProgress<MigrationProgress>? _, CancellationToken abort) =>
            {
                await Task.Delay(Timeout.Infinite, abort).ContinueWith(_ => { }, TaskScheduler.Default);
                await Task.Delay(300, CancellationToken.None);
                isEstablished = true;
                return Samples.ReportOf(MigrationResult.Cancelled);
            });
        await _api.StartAsync();
        using HttpClient client = _api.Local();
        await RequestAsync(await ApiFixture.PostAsync(client, Path, Body), timeout);

        await _api.StopAsync();

        Assert.That(isEstablished, Is.True);
    }

    [CancelAfter(30_000)]
    [TestCase("dash.example.org")]
    [TestCase("node2")]
    public async Task Request_OfAViewerOrAPeer_IsRefusedAndAudited(string name, CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 certificate = _api.Authority.Client(name);
        using HttpClient client = _api.Remote(certificate);

        HttpResponseMessage refused = await ApiFixture.PostAsync(client, Path, Body);
        HttpResponseMessage unknown = await client.GetAsync("/api/migrations/r-1", timeout);

        Assert.That((refused.StatusCode, unknown.StatusCode), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.NotFound)));
        Assert.That(_api.Audit, Has.One.Matches($"^cn {name} .*POST /api/migrate: denied 403"));
        Assert.That(_api.Line.Migrator.Invocations, Is.Empty);
    }

    [CancelAfter(30_000)]
    [TestCase("""{ "guest": "web", "uri": "qemu:///system" }""", 400, "unknown field 'uri'; known: guest, from, to, profile")]
    [TestCase("""{ "guest": "web", "flags": "unsafe" }""", 400, "unknown field 'flags'")]
    [TestCase("""{ "to": "n3" }""", 400, "'guest' is missing")]
    [TestCase("""{ "guest": "web", "to": "qemu+tcp://n3/system" }""", 404, "the configuration has no node")]
    [TestCase("""{ "guest": "web", "from": "n9" }""", 404, "the configuration has no node 'n9'")]
    [TestCase("""{ "guest": "web", "profile": "day" }""", 400, "there is no profile 'day'; known: night")]
    [TestCase("""{ "guest": "web", "bandwidth": "fast" }""", 400, "'bandwidth': ")]
    [TestCase("""{ "guest": "web", "maxDowntime": "0s" }""", 400, "'maxDowntime': '0s' must be more than zero")]
    [TestCase("""{ "guest": "web", "maxSlowdown": "200%" }""", 400, "'maxSlowdown': ")]
    [TestCase("""{ "guest": "web", "allowPostCopy": "yes" }""", 400, "'allowPostCopy' must be true or false")]
    public async Task Request_ThatIsNotRight_IsRefusedWithWhatToDo(string body, int status, string message, CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage answer = await ApiFixture.PostAsync(client, Path, body);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(timeout), Does.Contain(message).And.Contain("\"answer\": \"invalid\""));
        Assert.That(_api.Line.Migrator.Invocations, Is.Empty);
    }

    private TaskCompletionSource<MigrationReport> Hold(Action<IProgress<MigrationProgress>>? began = null)
    {
        TaskCompletionSource<MigrationReport> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.Line.Migrator.Setup(m => m.MigrateAsync(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
            .Callback((MigrationPlan _, string _, IProgress<MigrationProgress>? progress, CancellationToken _) => began?.Invoke(progress!))
            .Returns(end.Task);
        return end;
    }

    private static string Of(string guest) => $$"""{ "guest": "{{guest}}", "from": "n2", "to": "n3" }""";

    private static string? Text(JsonElement document, string name) => document.GetProperty(name).GetString();

    private static async Task<string> RequestAsync(HttpResponseMessage answer, CancellationToken timeout)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(timeout));
        return Text(document.RootElement, "request")!;
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string id, CancellationToken timeout)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync($"/api/migrations/{id}", timeout));
        return document.RootElement.Clone();
    }

    private static async Task<JsonElement> EndedAsync(HttpClient client, string id, CancellationToken timeout)
    {
        while (true)
        {
            JsonElement document = await ReadAsync(client, id, timeout);
            if (document.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
                return document;
            await Task.Delay(50, timeout);
        }
    }
}
