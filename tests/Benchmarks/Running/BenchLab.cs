using System.Text.Json;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Two real libvirt hosts with a shaped link, and connections to both.</summary>
internal sealed class BenchLab : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private readonly ILibvirtConnection[] _connections;
    private int _link;

    private BenchLab(string name, string suite, LabHost[] hosts, ILibvirtConnector connector)
    {
        (Name, Suite, Hosts) = (name, suite, hosts);
        _connections = [.. hosts.Select(h => connector.Open(h.Uri))];
    }

    public string Name { get; }

    public string Suite { get; }

    public IReadOnlyList<LabHost> Hosts { get; }

    /// <summary>Rates, MiB/s, that ShadowMig knows on these hosts; hosts of a lab that was brought up again are others to it.</summary>
    public HashSet<int> Learned { get; } = [];

    public ILibvirtConnection Connection(int host) => _connections[host];

    public static async Task<BenchLab> UpAsync(string prefix, string suite, ILibvirtConnector connector)
    {
        string name = $"{prefix}-{suite}";
        await Command.RunAsync(Bound, Repository.Script("lab"), "down", "--name", name);
        string output = await Command.OutputAsync(Bound, Repository.Script("lab"), "up", "--name", name, "--suite", suite, "--json");
        using var document = JsonDocument.Parse(output);
        LabHost[] hosts = document.RootElement.GetProperty("hosts").Deserialize(BenchJson.Default.LabHostArray)!;
        return new BenchLab(name, suite, hosts, connector);
    }

    /// <summary>Shapes what both hosts send.</summary>
    public async Task LinkAsync(int mebibytesPerSecond)
    {
        if (_link == mebibytesPerSecond)
            return;
        foreach (LabHost host in Hosts)
            await Command.OutputAsync(Bound, Repository.Script("lab"), "link", "--name", Name, host.Name, $"{mebibytesPerSecond}MiB/s");
        _link = mebibytesPerSecond;
    }

    public Task<CommandResult> GuestAsync(string verb, params string[] arguments) =>
        Command.RunAsync(Bound, Repository.Script("lab"), ["guest", verb, .. arguments, "--name", Name]);

    public async ValueTask DisposeAsync()
    {
        foreach (ILibvirtConnection connection in _connections)
            connection.Dispose();
        await Command.RunAsync(Bound, Repository.Script("lab"), "down", "--name", Name);
    }
}
