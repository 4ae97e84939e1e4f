using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ShadowMig.Hosting.Tests.Http.Api;
using ShadowMig.Lab.Tests.Support;
using ShadowMig.Tests;

namespace ShadowMig.Lab.Tests;

/// <summary>Guests that move because a program asked the service.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ApiTests : LabFixture
{
    private const string Guest = "asked";
    private const string ToSecond = $$"""{ "guest": "{{Guest}}", "to": "h2", "maxDowntime": "1s" }""";

    private readonly TestAuthority _authority = new("clients");
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-api-").FullName;

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("api");

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    [OneTimeTearDown]
    public void RemoveFolder()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Migrate_OverTheSocketTwiceUnderOneKey_MovesTheGuestOnceAndProvesIt()
    {
        await Lab.StartGuestAsync(Guest, Lab[0], "--accel", "auto", "--memory", "128MiB", "--rate", "0");
        int port = LoopbackPort.Free();
        using ServeProcess serve = await StartAsync(port);
        using HttpClient local = Client(new UnixDomainSocketEndPoint(Path.Combine(_folder, "api.sock")), "http://local", null);
        using X509Certificate2 viewer = _authority.Client("dash");
        using HttpClient remote = Client(new IPEndPoint(IPAddress.Loopback, port), $"https://localhost:{port}", viewer);

        HttpResponseMessage denied = await PostAsync(remote, ToSecond, "k0");
        HttpResponseMessage[] asked = await Task.WhenAll(PostAsync(local, ToSecond, "k1"), PostAsync(local, ToSecond, "k1"));
        string[] requests = [.. await Task.WhenAll(asked.Select(RequestAsync))];
        JsonElement ended = await EndedAsync(serve, local, requests[0]);
        JsonElement seen = await ReadAsync(remote, requests[0]);
        HttpResponseMessage gone = await PostAsync(local, ToSecond, "k2");

        Assert.That(denied.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(asked.Select(a => a.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted), await asked[0].Content.ReadAsStringAsync());
        Assert.That(requests[1], Is.EqualTo(requests[0]));
        Assert.That((ended.GetProperty("state").GetString(), ended.GetProperty("exitCode").GetInt32()), Is.EqualTo(("completed", 0)), ended.ToString());
        Assert.That(ended.GetProperty("result").GetProperty("ownership").ToString(), Does.Contain("absent").And.Contain("running"));
        Assert.That(seen.GetProperty("migration").GetString(), Is.EqualTo(ended.GetProperty("migration").GetString()));
        await AssertRunsOnlyOnAsync(Guest, Lab[1]);
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), await gone.Content.ReadAsStringAsync());
        Assert.That(await HistoryAsync(serve), Is.EqualTo(new[] { ended.GetProperty("migration").GetString() }), "one migration, and none for the viewer");
        Assert.That(serve.Log, Does.Match("cn dash .*role viewer: POST /api/migrate: denied 403").And.Match("role operator: POST /api/migrate .*accepted 202"));
    }

    [Test]
    public async Task Serve_EndsWhileTheApiMovesAGuest_AbortsAndTheGuestIsWhereItWas()
    {
        // 300 MiB that have to travel at 10 MiB/s.
        await Lab.StartGuestAsync(Guest, Lab[0], "--accel", "auto", "--memory", "512MiB", "--rate", "0", "--workload", "idle=314572800");
        using ServeProcess serve = await StartAsync(LoopbackPort.Free());
        using HttpClient local = Client(new UnixDomainSocketEndPoint(Path.Combine(_folder, "api.sock")), "http://local", null);

        HttpResponseMessage asked = await PostAsync(local, $$"""{ "guest": "{{Guest}}", "to": "h2", "maxDowntime": "1s", "bandwidth": "10MiB/s" }""", "k1");
        string request = await RequestAsync(asked);
        await serve.UntilAsync("under way", TimeSpan.FromSeconds(60), async () =>
            (await ReadAsync(local, request)).GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress
            && progress.GetProperty("memoryProcessedBytes") is { ValueKind: JsonValueKind.Number } sent && sent.GetInt64() > 0);
        CommandResult end = await serve.StopAsync();

        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That(end.Error, Does.Match("API: r-.* to move asked: cancelled"));
        await AssertRunsOnlyOnAsync(Guest, Lab[0]);
    }

    private Task<ServeProcess> StartAsync(int port)
    {
        using X509Certificate2 server = _authority.Server("localhost");
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), _authority.Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "server.pem"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(Path.Combine(_folder, "key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string nodes = string.Join(", ", Lab.Hosts.Select(h => $$"""{{h.Name}}": { "Uri": "{{h.Uri}}" }""").Select(n => $"\"{n}"));
        return ServeProcess.StartAsync(Lab[0], more: $$"""
            "Nodes": { {{nodes}} },
            "Selection": { "LeastHeadroom": "0%" },
            "Autopilot": { "Enabled": false },
            "Api": {
              "Socket": "{{_folder}}/api.sock", "Address": "https://127.0.0.1:{{port}}", "Roles": { "dash": "viewer" }, "RequestsPerMinute": 6000,
              "CertificateFile": "{{_folder}}/server.pem", "KeyFile": "{{_folder}}/key.pem", "ClientCaFile": "{{_folder}}/ca.pem"
            }
            """);
    }

    private HttpClient Client(EndPoint service, string address, X509Certificate2? certificate)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = service is UnixDomainSocketEndPoint
                    ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                    : new(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(service, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_authority.Certificate);
        if (certificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return new(handler) { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(30) };
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body, string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/migrate") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static async Task<string> RequestAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty("request", out JsonElement request) ? request.GetString()! : throw new InvalidOperationException(text);
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string request)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/migrations/{request}", UriKind.Relative)));
        return document.RootElement.Clone();
    }

    private static async Task<JsonElement> EndedAsync(ServeProcess serve, HttpClient client, string request)
    {
        JsonElement document = default;
        await serve.UntilAsync("at the end", TimeSpan.FromSeconds(90), async () =>
            (document = await ReadAsync(client, request)).GetProperty("endedAt").ValueKind != JsonValueKind.Null);
        return document;
    }

    // Ids of all migrations in the service's journal.
    private static async Task<string?[]> HistoryAsync(ServeProcess serve)
    {
        CommandResult result = await Command.RunAsync(TimeSpan.FromMinutes(1), ShadowMigCli.Executable, "history", "--json", "--config", serve.ConfigurationFile);
        using var document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.GetProperty("migrations").EnumerateArray().Select(m => m.GetProperty("id").GetString())];
    }
}
