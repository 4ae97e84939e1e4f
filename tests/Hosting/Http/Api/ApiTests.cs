using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http.Api;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Tests.Robustness;

namespace ShadowMig.Hosting.Tests.Http.Api;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ApiTests
{
    private const string Body = """{ "node": "n1", "reason": "new fans" }""";

    private ApiFixture _api = null!;

    [SetUp]
    public void SetUp() => _api = new();

    [TearDown]
    public async Task TearDownAsync() => await _api.DisposeAsync();

    [Test, CancelAfter(30_000)]
    public async Task Socket_OfTheService_IsClosedToOthersAndItsOwnUserIsOperator(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage done = await ApiFixture.PostAsync(client, "/api/cordon", Body);

        Assert.Multiple(async () =>
        {
            Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await done.Content.ReadAsStringAsync(timeout), Does.Contain("\"answer\": \"done\"").And.Contain("n1 takes no more guests"));
            Assert.That(await client.GetStringAsync("/rules", timeout), Does.Contain("\"rules\""));
            Assert.That(File.GetUnixFileMode(_api.Socket), Is.EqualTo(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite));
            Assert.That(_api.Audit, Has.One.Matches($"uid {Native.UnixOwnership.UserId} \\(pid {System.Environment.ProcessId}\\), role operator: POST /api/cordon node=n1 reason=new fans: done 200"));
        });
        _api.Cordons.Verify(c => c.SetAsync(It.Is<Cordon>(w => w.Node == "n1" && w.Reason == "new fans"), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Start_Log_SaysWhatIsServedWhere()
    {
        await _api.StartAsync();
        Assert.That(_api.Started, Is.EqualTo(new[]
        {
            $"ShadowMig {BuildInfo.Version} watches test:///default; page, metrics and health at {_api.Metrics.GetLeftPart(UriPartial.Authority)}",
            $"API at {_api.Socket}",
            $"API at https://127.0.0.1:{_api.Secure.Port}",
        }));
    }

    [Test]
    public async Task Socket_OfAnotherUser_IsOpenToMembersOfTheGroupOnly()
    {
        if (Native.UnixOwnership.UserId != 0)
            Assert.Ignore("only root can call as another user");
        await _api.StartAsync(group: "65533");

        string member = await _api.PostAsAsync("--groups 65533", "/api/cordon", Body);
        string stranger = await _api.PostAsAsync("--clear-groups", "/api/cordon", Body);
        File.SetUnixFileMode(_api.Socket, (UnixFileMode)0b110_110_110);
        string intruder = await _api.PostAsAsync("--clear-groups", "/api/cordon", Body);

        Assert.Multiple(() =>
        {
            Assert.That(member, Does.Contain("n1 takes no more guests"));
            Assert.That(stranger, Is.Empty);
            Assert.That(intruder, Does.Contain("\"answer\": \"denied\"").And.Contain("Api:Group"));
            Assert.That(_api.Audit, Has.One.Matches("^uid 65534 .*role operator: POST /api/cordon.* done 200"));
            Assert.That(_api.Audit, Has.One.Matches("^uid 65534 .*role none: POST /api/cordon: denied 403"));
        });
        _api.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test, CancelAfter(30_000)]
    public async Task MetricsAddress_AnswersNothingOfTheApi(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient metrics = new() { BaseAddress = _api.Metrics };
        using HttpClient local = _api.Local();

        HttpResponseMessage refused = await ApiFixture.PostAsync(metrics, "/api/cordon", Body);

        Assert.Multiple(async () =>
        {
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await local.GetAsync("/metrics", timeout)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await metrics.GetStringAsync("/metrics", timeout), Does.Contain("shadowmig_api_requests_total{role=\"operator\",answer=\"invalid\"} 1"));
        });
        _api.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [CancelAfter(30_000)]
    [TestCase("admin", 200, 200)]
    [TestCase("dash.example.org", 200, 403)]
    [TestCase("node2", 200, 403)]
    public async Task Certificate_OfARole_MayWhatTheRoleMay(string name, int get, int post, CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 certificate = _api.Authority.Client(name);
        using HttpClient client = _api.Remote(certificate);

        HttpResponseMessage read = await client.GetAsync("/autopilot", timeout);
        HttpResponseMessage acted = await ApiFixture.PostAsync(client, "/api/cordon", Body);

        Assert.That(((int)read.StatusCode, (int)acted.StatusCode), Is.EqualTo((get, post)));
        Assert.That(_api.Audit, Has.One.Matches($"^cn {name} .*POST /api/cordon.* {post}: "));
        _api.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Exactly(post == 200 ? 1 : 0));
    }

    [CancelAfter(30_000)]
    [TestCase("none", "no certificate")]
    [TestCase("expired", "NotTimeValid")]
    [TestCase("wrong name", "no role")]
    [TestCase("wrong authority", "PartialChain|UntrustedRoot|NotSignatureValid")]
    [TestCase("a server's", "NotValidForUsage")]
    public async Task Certificate_ThatIsNotTaken_IsRefusedInTheHandshakeAndAudited(string which, string why, CancellationToken timeout)
    {
        await _api.StartAsync();
        using TestAuthority other = new("fleet");
        using X509Certificate2? certificate = which switch
        {
            "none" => null,
            "expired" => _api.Authority.Client("admin", days: -1),
            "wrong name" => _api.Authority.Client("admin2"),
            "wrong authority" => other.Client("admin"),
            _ => _api.Authority.Server("admin"),
        };
        using HttpClient client = _api.Remote(certificate);

        Assert.That(async () => await client.GetAsync("/rules", timeout), Throws.InstanceOf<HttpRequestException>());

        Assert.That(_api.Audit, Has.Some.Matches($"role none: TLS handshake: denied 403: .*({why})"));
    }

    [Test, CancelAfter(30_000)]
    public async Task IdempotencyKey_Repeated_ActsOnceAndRefusesAnotherBody(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        string first = await (await ApiFixture.PostAsync(client, "/api/cordon", Body, "k1")).Content.ReadAsStringAsync(timeout);
        string again = await (await ApiFixture.PostAsync(client, "/api/cordon", Body, "k1")).Content.ReadAsStringAsync(timeout);
        HttpResponseMessage other = await ApiFixture.PostAsync(client, "/api/uncordon", """{ "node": "n1" }""", "k1");

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        _api.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Once);
        _api.Cordons.Verify(c => c.LiftAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test, CancelAfter(30_000)]
    public async Task IdempotencyKey_AfterAFailure_IsTriedAgain(CancellationToken timeout)
    {
        _api.Cordons.SetupSequence(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("the disk is full")).Returns(Task.CompletedTask);
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage failed = await ApiFixture.PostAsync(client, "/api/cordon", Body, "k1");
        HttpResponseMessage done = await ApiFixture.PostAsync(client, "/api/cordon", Body, "k1");

        Assert.That((failed.StatusCode, done.StatusCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK)));
        Assert.That(await failed.Content.ReadAsStringAsync(timeout), Does.Contain("the disk is full"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Requests_MoreThanAllowed_AreTurnedAwayForAWhile(CancellationToken timeout)
    {
        await _api.StartAsync(requestsPerMinute: 2);
        using HttpClient client = _api.Local();
        await client.GetAsync("/rules", timeout);
        await client.GetAsync("/rules", timeout);

        HttpResponseMessage limited = await ApiFixture.PostAsync(client, "/api/cordon", Body);

        Assert.That(limited.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(limited.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        Assert.That(_api.Audit, Has.One.Contains("limited 429"));
        _api.Cordons.Verify(c => c.SetAsync(It.IsAny<Cordon>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [CancelAfter(30_000)]
    [TestCase("/api/cordon", """{ "node": "n1", "uri": "qemu:///system" }""", 400, "unknown field 'uri'; known: node, reason")]
    [TestCase("/api/cordon", """{ "reason": "x" }""", 400, "'node' is missing")]
    [TestCase("/api/cordon", """{ "node": "n1", "node": "n1" }""", 400, "twice")]
    [TestCase("/api/cordon", """{ "node": 1 }""", 400, "must be text")]
    [TestCase("/api/cordon", """{ "node": "a\nb" }""", 400, "control characters")]
    [TestCase("/api/cordon", "[]", 400, "one JSON object")]
    [TestCase("/api/cordon", "", 400, "not JSON")]
    [TestCase("/api/cordon", """{ "node": "qemu+tls://n1/system" }""", 404, "it has n1")]
    [TestCase("/api/cancel", """{ "migration": "nope" }""", 404, "no migration 'nope'")]
    [TestCase("/api/destroy", """{ "node": "n1" }""", 404, "there is no action")]
    public async Task Body_ThatIsNotRight_IsRefusedWithWhatToDo(string path, string body, int status, string message, CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        HttpResponseMessage answer = await ApiFixture.PostAsync(client, path, body);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(timeout), Does.Contain(message).And.Contain("\"answer\": \"invalid\""));
        Assert.That(_api.Audit, Has.One.Contains($"invalid {status}"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Body_ThatIsTooLong_IsNotRead(CancellationToken timeout)
    {
        await _api.StartAsync();
        using HttpClient client = _api.Local();

        using HttpRequestMessage request = new(HttpMethod.Post, "/api/cordon")
        {
            Content = new StringContent(new string(' ', ApiListeners.MostBytes) + Body, Encoding.UTF8, "application/json"),
        };
        // The service answers by the length alone; a body that is sent all the same would break the connection now and then.
        request.Headers.ExpectContinue = true;

        HttpResponseMessage answer = await client.SendAsync(request, timeout);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await answer.Content.ReadAsStringAsync(timeout), Does.Contain("4096"));
    }

    [Test]
    public void Body_DamagedAtRandom_IsTakenOrRefusedWithAMessage()
    {
        byte[] sound = Encoding.UTF8.GetBytes("""{ "node": "n1", "reason": "new fans", "flag": true }""");
        ApiAction action = new("node", ["reason"], ["flag"], static (_, _) => Task.FromResult(ApiAnswer.Done("")));
        for (int seed = 0; seed < 5000; seed++)
        {
            byte[] damaged = new Mutator(seed).Bytes(sound);
            try
            {
                Assert.That(ApiBody.Read(damaged, action).Keys, Is.SubsetOf(action.Fields), $"seed {seed}");
            }
            catch (FormatException e)
            {
                Assert.That(e.Message, Is.Not.Empty, $"seed {seed}");
            }
        }
    }

    [Test]
    public void Socket_WhereSomethingElseIs_IsLeftAlone()
    {
        string file = Path.GetTempFileName();
        UsageException? exception = Assert.Throws<UsageException>(() => ApiSocket.Clear(file));
        Assert.That(exception!.Message, Does.Contain("is no socket"));
        Assert.That(File.Exists(file), Is.True);
        File.Delete(file);
    }

    [Test, CancelAfter(30_000)]
    public async Task Socket_OfAServiceThatRuns_IsNotTakenOver(CancellationToken timeout)
    {
        await _api.StartAsync();
        Assert.That(() => ApiSocket.Clear(_api.Socket), Throws.InstanceOf<UsageException>().With.Message.Contains("another service listens"));
        using HttpClient client = _api.Local();
        Assert.That((await client.GetAsync("/rules", timeout)).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public void Socket_OfAServiceThatDied_IsRemoved()
    {
        string folder = Directory.CreateTempSubdirectory("shadowmig-api-").FullName;
        string alive = Path.Combine(folder, "alive.sock");
        string dead = Path.Combine(folder, "dead.sock");
        using (System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(alive));
            // Under another name it outlives its owner, as after a crash.
            File.Move(alive, dead);
        }

        ApiSocket.Clear(dead);

        Assert.That(File.Exists(dead), Is.False);
        Directory.Delete(folder, recursive: true);
    }
}
