using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework.Constraints;
using ShadowMig.Hosting.Http.Api;

namespace ShadowMig.Hosting.Tests.Http.Api;

/// <summary>Peers that fail handshakes, again and again, from one address.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class HandshakeTests
{
    private ApiFixture _api = null!;

    // It is ended before the handshake: while the client still looks at its socket, the socket's own exception comes through.
    private static IResolveConstraint ThrowsCutShort => Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<SocketException>();

    [SetUp]
    public void SetUp() => _api = new();

    [TearDown]
    public async Task TearDownAsync() => await _api.DisposeAsync();

    [Test, CancelAfter(60_000)]
    public async Task Handshakes_RefusedAgainAndAgain_AreCutShortForTheirAddressOnly(CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 certificate = _api.Authority.Client("admin");
        for (int i = 0; i < 3 * HandshakeGuard.Failures; i++)
        {
            using HttpClient stranger = _api.Remote(null);
            Assert.That(async () => await stranger.GetAsync("/rules", timeout), ThrowsCutShort);
        }

        using HttpClient other = _api.Remote(certificate, from: "127.0.0.2");
        HttpStatusCode elsewhere = (await other.GetAsync("/rules", timeout)).StatusCode;
        using HttpClient same = _api.Remote(certificate);
        Assert.That(async () => await same.GetAsync("/rules", timeout), ThrowsCutShort);
        await Task.Delay(HandshakeGuard.Pause + TimeSpan.FromSeconds(1), timeout);
        HttpStatusCode later = (await same.GetAsync("/rules", timeout)).StatusCode;

        using HttpClient metrics = new() { BaseAddress = _api.Metrics };
        string[] counted = [.. (await metrics.GetStringAsync("/metrics", timeout)).Split('\n').Where(l => l.StartsWith("shadowmig_api_requests_total{role=\"none\"", StringComparison.Ordinal))];
        Assert.That((elsewhere, later), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(_api.Audit.Count(l => l.Contains("TLS handshake", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', _api.Audit));
        // One more each pause, and one may have begun before the last failure was counted.
        Assert.That(Count("denied"), Is.InRange(HandshakeGuard.Failures, HandshakeGuard.Failures + 4));
        Assert.That(Count("limited"), Is.GreaterThanOrEqualTo(2 * HandshakeGuard.Failures));

        int Count(string answer) => int.Parse(counted.Single(l => l.Contains(answer, StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    [Test, CancelAfter(60_000)]
    public async Task Connections_ThatSayNothing_AreBoundedAndEnd(CancellationToken timeout)
    {
        await _api.StartAsync();
        using X509Certificate2 certificate = _api.Authority.Client("admin");
        List<Socket> silent = [];
        for (int i = 0; i < 2 * HandshakeGuard.ConnectionsOfOne; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            silent.Add(socket);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _api.Secure.Port, timeout);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                // The service was quicker to end it.
            }
        }

        using HttpClient other = _api.Remote(certificate, from: "127.0.0.2");
        HttpStatusCode elsewhere = (await other.GetAsync("/rules", timeout)).StatusCode;
        await Task.Delay(1000, timeout);
        int open = silent.Count(IsOpen);
        await Task.Delay(HandshakeGuard.HandshakeBound + TimeSpan.FromSeconds(1), timeout);

        Assert.That(elsewhere, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(open, Is.EqualTo(HandshakeGuard.ConnectionsOfOne));
        Assert.That(silent.Count(IsOpen), Is.Zero);
        foreach (Socket socket in silent)
            socket.Dispose();
    }

    [Test]
    public void Refusals_OfAMinute_AreOneLineForEachAddress()
    {
        FakeTimeProvider time = new(Samples.At);
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(_api));
        using RefusedHandshakes refused = new(new(loggers, Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())), time);
        IPEndPoint from = IPEndPoint.Parse("192.0.2.1:999");
        for (int i = 0; i < 500; i++)
            refused.Record("192.0.2.1", "nobody", from, ApiAnswer.Denied($"objection {i}"));
        refused.Record("192.0.2.2", "subject CN=x", IPEndPoint.Parse("192.0.2.2:1"), ApiAnswer.Denied("no role"));
        time.Advance(TimeSpan.FromMinutes(1));
        refused.Record("192.0.2.1", "nobody", from, ApiAnswer.Denied("no certificate"));

        Assert.That(_api.Audit, Is.EqualTo(new[]
        {
            "nobody (192.0.2.1:999), role none: TLS handshake: denied 403: objection 0",
            "subject CN=x (192.0.2.2:1), role none: TLS handshake: denied 403: no role",
            "several (192.0.2.1), role none: TLS handshake: denied 403: 499 more within a minute, the last: objection 499",
            "nobody (192.0.2.1:999), role none: TLS handshake: denied 403: no certificate",
        }));
    }

    [TestCase("192.0.2.7:80", "192.0.2.7")]
    [TestCase("[::ffff:192.0.2.7]:80", "192.0.2.7")]
    [TestCase("[2001:db8:1:2:3:4:5:6]:80", "2001:db8:1:2::/64")]
    public void Address_OfAPeer_IsOneForAllThatItHas(string from, string address) =>
        Assert.That(HandshakeGuard.Address(IPEndPoint.Parse(from)), Is.EqualTo(address));

    private static bool IsOpen(Socket socket)
    {
        try
        {
            // Readable without a byte: the other end has closed.
            return socket.Connected && (!socket.Poll(0, SelectMode.SelectRead) || socket.Available > 0);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
