using System.Diagnostics;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>A real etcd on ports of its own on the loopback, with its data in a temporary folder.</summary>
internal sealed class EtcdServer : IDisposable
{
    private const string Program = "/usr/bin/etcd";

    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-etcd-").FullName;
    private readonly string _peer = $"http://127.0.0.1:{LoopbackPort.Free()}";
    private readonly string[] _more;
    private Process? _process;

    private EtcdServer(string scheme, string[] more) => (Address, _more) = ($"{scheme}://127.0.0.1:{LoopbackPort.Free()}", more);

    public string Address { get; }

    /// <summary>Section Coordination of a configuration that uses it, with the shortest lease.</summary>
    public string Coordination => $$"""{ "Mode": "Etcd", "LeaseSeconds": 5, "Etcd": { "Endpoints": ["{{Address}}"] } }""";

    /// <summary>Starts one, or skips the test where etcd is not installed.</summary>
    public static EtcdServer Start(string scheme = "http", params string[] more)
    {
        if (!File.Exists(Program))
            Assert.Ignore($"{Program} is missing: apt-get install etcd-server");
        EtcdServer server = new(scheme, more);
        server.Run();
        return server;
    }

    /// <summary>Starts it again with the data that it has.</summary>
    public void Run()
    {
        _process = new()
        {
            StartInfo = new(Program, [
                "--name", "one", "--data-dir", Path.Combine(_folder, "data"), "--logger", "zap", "--log-level", "error", "--unsafe-no-fsync",
                "--listen-client-urls", Address, "--advertise-client-urls", Address,
                "--listen-peer-urls", _peer, "--initial-advertise-peer-urls", _peer, "--initial-cluster", $"one={_peer}", .. _more,
            ])
            { RedirectStandardError = true, RedirectStandardOutput = true },
        };
        _process.StartInfo.Environment["ETCD_UNSUPPORTED_ARCH"] = "arm64";
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        if (_process is null)
            return;
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }
}
