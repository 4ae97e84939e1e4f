using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Http;
using ShadowMig.Hosting.Tests.Commands;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Hosting.Tests.Http.Api;

/// <summary>The service as it runs, with its API on a Unix socket and on TCP; without libvirt.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class ApiFixture : IAsyncDisposable, ILoggerProvider
{
    private readonly CancellationTokenSource _end = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-api-").FullName;
    private Task<int> _run = Task.FromResult(0);

    public TestAuthority Authority { get; } = new("fleet");

    /// <summary>The pipeline, which ends at interfaces; node n2 has its guest.</summary>
    public CommandLineFixture Line { get; } = new();

    public Mock<ICordonBook> Cordons { get; } = new();

    public Mock<IMigrationJournal> Journal { get; } = new();

    public ConcurrentQueue<string> Audit { get; } = [];

    /// <summary>What the service says of itself.</summary>
    public ConcurrentQueue<string> Started { get; } = [];

    /// <summary>Hears what is said of migrations, before who said it goes on.</summary>
    public Action<string> Heard { get; set; } = _ => { };

    public string Socket => Path.Combine(_folder, "api.sock");

    public Uri Metrics { get; private set; } = null!;

    public Uri Secure { get; private set; } = null!;

    public async Task StartAsync(int requestsPerMinute = 6000, string? group = null)
    {
        Cordons.Setup(c => c.AllAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Journal.Setup(j => j.Latest(It.IsAny<int>())).Returns([]);
        Journal.Setup(j => j.Unfinished()).Returns([]);
        using X509Certificate2 server = Authority.Server("localhost");
        WriteFiles(Authority, server);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Metrics = new(await BeginAsync(requestsPerMinute, group));
                return;
            }
            catch (UsageException) when (attempt < 5)
            {
                // Somebody else took the port that was free a moment ago.
                _run = Task.FromResult(0);
            }
        }
    }

    private async Task<string> BeginAsync(int requestsPerMinute, string? group)
    {
        Secure = new($"https://localhost:{LoopbackPort.Free()}");
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Address"] = "http://127.0.0.1:0",
            ["Migration:JournalPath"] = In("journal.db"),
            ["Nodes:n1:Uri"] = "test:///default",
            ["Nodes:n2:Uri"] = "qemu+tcp://n2/system",
            ["Nodes:n3:Uri"] = "qemu+tcp://n3/system",
            ["Profiles:night:MaxDowntime"] = "00:00:02",
            ["Profiles:night:AllowPostCopy"] = "true",
            ["Autopilot:Enabled"] = "false",
            ["Api:Socket"] = Socket,
            ["Api:Group"] = group,
            ["Api:Address"] = $"https://127.0.0.1:{Secure.Port}",
            ["Api:CertificateFile"] = In("server.pem"),
            ["Api:KeyFile"] = In("key.pem"),
            ["Api:ClientCaFile"] = In("ca.pem"),
            ["Api:Roles:admin"] = "operator",
            ["Api:Roles:dash.example.org"] = "viewer",
            ["Api:Roles:node2"] = "peer",
            ["Api:RequestsPerMinute"] = $"{requestsPerMinute}",
        }).Build();
        TaskCompletionSource<string> address = new();
        _run = new ServiceHost(Environment(), configuration, "test:///default").RunAsync(address.SetResult, _end.Token);
        if (await Task.WhenAny(_run, address.Task) == _run)
            await _run;
        return await address.Task;
    }

    /// <summary>A client of the Unix socket.</summary>
    public HttpClient Local() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            System.Net.Sockets.Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new("http://local") };

    /// <summary>Posts to the socket as another user; the answer, or nothing when the socket was closed to that user.</summary>
    public async Task<string> PostAsAsync(string groups, string path, string body)
    {
        // The folder of a test is its owner's alone.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        ProcessStartInfo start = new("setpriv", ["--reuid", "65534", "--regid", "65534", .. groups.Split(' '),
            "curl", "-sS", "--max-time", "10", "--unix-socket", Socket, "-H", "Content-Type: application/json", "-d", body, $"http://local{path}"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return answer;
    }

    /// <summary>Replaces the files of the TCP address.</summary>
    public void WriteFiles(TestAuthority clients, X509Certificate2 server)
    {
        Write("ca.pem", clients.Certificate.ExportCertificatePem());
        Write("server.pem", server.ExportCertificatePem());
        Write("key.pem", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Replaces one of them.</summary>
    public void Write(string file, string text)
    {
        File.WriteAllText(In(file), text);
        File.SetUnixFileMode(In(file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A client of the TCP address, with a certificate or none.</summary>
    /// <param name="certificate">The client's.</param>
    /// <param name="from">The address that it calls from.</param>
    /// <param name="server">Is shown the server's certificate.</param>
    public HttpClient Remote(X509Certificate2? certificate, string from = "127.0.0.1", Action<X509Certificate2>? server = null)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                System.Net.Sockets.Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Secure.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        if (server is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            {
                server((X509Certificate2)shown!);
                return errors == SslPolicyErrors.None;
            };
        }

        if (certificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return new(handler) { BaseAddress = Secure };
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    /// <summary>Ends the service.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
        Authority.Dispose();
        await ServiceFolder.RemoveAsync(_folder);
    }

    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        "Audit" => new Lines(Audit.Enqueue),
        "ShadowMig.Hosting.Http.ServiceHost" => new Lines(Started.Enqueue),
        "ShadowMig.Hosting.Http.Api.ApiMigrations" => new Lines(text => Heard(text)),
        _ => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
    };

    public void Dispose()
    {
        // Nothing of its own to let go as a provider of loggers.
    }

    private CommandEnvironment Environment()
    {
        Mock<ILibvirtConnector> connector = new();
        connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.NoConnection, 0, LibvirtErrorLevel.Error, "no libvirt in unit tests"));
        connector.Setup(c => c.Open("qemu+tcp://n2/system", It.IsAny<bool>())).Returns(Line.Connection.Object);
        return new()
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Override = services => services.AddSingleton(connector.Object).AddSingleton(Journal.Object).AddSingleton(Cordons.Object).AddSingleton<ILoggerProvider>(this)
                .AddSingleton(Line.Preflight.Object).AddSingleton(Line.Observer.Object).AddSingleton(Line.Links.Object).AddSingleton(Line.Guests.Object)
                .AddSingleton(Line.Planner.Object).AddSingleton(Line.Migrator.Object),
        };
    }

    private string In(string name) => Path.Combine(_folder, name);

    private sealed class Lines(Action<string> heard) : ILogger
    {
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            heard(formatter(state, exception));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
