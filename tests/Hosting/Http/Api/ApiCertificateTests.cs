using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Hosting.Tests.Http.Api;

/// <summary>Files of the TLS address that are replaced while the service runs.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ApiCertificateTests
{
    private readonly TestAuthority _next = new("next");
    private ApiFixture _api = null!;

    [SetUp]
    public void SetUp() => _api = new();

    [TearDown]
    public async Task TearDownAsync() => await _api.DisposeAsync();

    [OneTimeTearDown]
    public void RemoveAuthority() => _next.Dispose();

    [Test, CancelAfter(30_000)]
    public async Task Files_Replaced_HoldForTheNextConnection(CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 oldClient = _api.Authority.Client("admin");
        using X509Certificate2 newClient = _next.Client("admin");
        using X509Certificate2 server = _api.Authority.Server("localhost");
        using HttpClient open = _api.Remote(oldClient);
        Assert.That((await open.GetAsync("/rules", timeout)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        _api.WriteFiles(_next, server);

        string? serial = null;
        using HttpClient taken = _api.Remote(newClient, server: shown => serial = shown.SerialNumber);
        using HttpClient refused = _api.Remote(oldClient);
        HttpResponseMessage answer = await taken.GetAsync("/rules", timeout);
        HttpResponseMessage left = await open.GetAsync("/rules", timeout);
        Assert.Multiple(() =>
        {
            Assert.That((answer.StatusCode, serial), Is.EqualTo((HttpStatusCode.OK, server.SerialNumber)));
            Assert.That(left.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "a connection from before");
            Assert.That(async () => await refused.GetAsync("/rules", timeout), Throws.InstanceOf<HttpRequestException>());
            Assert.That(async () => await open.GetAsync("/rules", timeout), Throws.InstanceOf<HttpRequestException>(), "it was closed");
        });
        Assert.That(await LastReloadAsync(timeout), Is.EqualTo("1"));
    }

    [CancelAfter(30_000)]
    [TestCase("key.pem")]
    [TestCase("server.pem")]
    [TestCase("ca.pem")]
    [TestCase("another key")]
    public async Task Files_HalfWritten_KeepTheOldOnesUntilTheyAreWhole(string file, CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 client = _api.Authority.Client("admin");
        using X509Certificate2 server = _api.Authority.Server("localhost");
        List<string> serials = [];

        if (file == "another key")
            _api.Write("server.pem", server.ExportCertificatePem());
        else
            _api.Write(file, "-----BEGIN CERT");
        using HttpClient during = _api.Remote(client, server: shown => serials.Add(shown.SerialNumber));
        HttpStatusCode broken = (await during.GetAsync("/rules", timeout)).StatusCode;
        string shown = await LastReloadAsync(timeout);
        _api.WriteFiles(_api.Authority, server);
        using HttpClient after = _api.Remote(client, server: shown => serials.Add(shown.SerialNumber));
        HttpStatusCode whole = (await after.GetAsync("/rules", timeout)).StatusCode;

        Assert.That((broken, shown, whole), Is.EqualTo((HttpStatusCode.OK, "0", HttpStatusCode.OK)));
        Assert.That(serials[0], Is.Not.EqualTo(server.SerialNumber));
        Assert.That(serials[1], Is.EqualTo(server.SerialNumber));
        Assert.That(await LastReloadAsync(timeout), Is.EqualTo("1"));
    }

    private async Task<string> LastReloadAsync(CancellationToken timeout)
    {
        using HttpClient metrics = new() { BaseAddress = _api.Metrics };
        string text = await metrics.GetStringAsync("/metrics", timeout);
        return text.Split('\n').Single(l => l.StartsWith("shadowmig_config_last_reload_success ", StringComparison.Ordinal)).Split(' ')[1];
    }
}
