using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Output;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Http;

[NonParallelizable]
public sealed class ServiceClientTests
{
    private readonly IWebProxy _proxy = HttpClient.DefaultProxy;

    [TearDown]
    public void TearDown() => HttpClient.DefaultProxy = _proxy;

    [Test, CancelAfter(30_000)]
    public async Task ReadRules_BehindAProxy_AsksTheServiceItself(CancellationToken timeout)
    {
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{LoopbackPort.Free()}");
        using TcpListener service = new(IPAddress.Loopback, 0);
        service.Start();
        ServiceClient client = new(Options.Create(new HttpOptions { Address = $"http://{service.LocalEndpoint}" }), new FakeTimeProvider());

        Task<RulesDocument?> asked = client.ReadRulesAsync(timeout);
        using (TcpClient connection = await service.AcceptTcpClientAsync(timeout))
        {
            await using NetworkStream stream = connection.GetStream();
            await stream.ReadExactlyAsync(new byte["GET /rules".Length], timeout);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"rules\": []}"u8.ToArray(), timeout);
        }

        Assert.That((await asked)?.Rules, Is.Empty);
    }
}
