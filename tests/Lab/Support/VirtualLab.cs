using System.Text.Json;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>A lab of real libvirt hosts for one fixture; disposed with all that it started.</summary>
internal sealed class VirtualLab : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    public string Name { get; }

    private VirtualLab(string name, IReadOnlyList<LabHost> hosts)
    {
        Name = name;
        Hosts = hosts;
    }

    public IReadOnlyList<LabHost> Hosts { get; }

    /// <summary>Brings a lab up, or skips the test with the reason where a lab cannot be.</summary>
    public static async Task<VirtualLab> UpAsync(string name, string suites = "bookworm", params string[] options)
    {
        if (Environment.UserName != "root")
            Assert.Ignore("a lab needs root: namespaces, mounts and libvirtd");
        string unique = $"{name}-{Environment.ProcessId}";
        string output = await Command.OutputAsync(Bound, Repository.Script("lab"),
            ["up", "--name", unique, "--suite", suites, "--json", .. options]);
        using var document = JsonDocument.Parse(output);
        LabHost[] hosts = document.RootElement.GetProperty("hosts").Deserialize<LabHost[]>(Json)!;
        return new VirtualLab(unique, hosts);
    }

    /// <summary>Skips the tests, with the reason, where a program of a Debian package is not there.</summary>
    public static void Require(string program, string package)
    {
        if (!File.Exists(program))
            Assert.Ignore($"{program} is not there: install Debian's package {package}, as scripts/test does");
    }

    public LabHost this[int index] => Hosts[index];

    public Task<string> StartGuestAsync(string guest, LabHost host, params string[] options) => Command.OutputAsync(
        Bound, Repository.Script("lab"), ["guest", "start", guest, "--name", Name, "--host", host.Name, .. options]);

    public Task<string> GuestXmlAsync(string guest, LabHost host, params string[] options) => Command.OutputAsync(
        Bound, Repository.Script("lab"), ["guest", "xml", guest, "--name", Name, "--host", host.Name, .. options]);

    public Task DestroyGuestAsync(string guest) =>
        Command.RunAsync(Bound, Repository.Script("lab"), "guest", "destroy", guest, "--name", Name);

    /// <summary>Waits for the guest's own next verdict on its memory.</summary>
    public Task<CommandResult> CheckGuestAsync(string guest) =>
        Command.RunAsync(TimeSpan.FromMinutes(2), Repository.Script("lab"), "guest", "check", guest, "--name", Name);

    /// <summary>Starts, stops or kills a host's libvirtd.</summary>
    public Task DaemonAsync(LabHost host, string verb) => Command.OutputAsync(Bound, Repository.Script("lab"), "daemon", "--name", Name, host.Name, verb);

    /// <summary>Shapes what a host sends; <c>none</c> takes the shape off.</summary>
    public Task LinkAsync(LabHost host, string rate) => Command.OutputAsync(Bound, Repository.Script("lab"), "link", "--name", Name, host.Name, rate);

    /// <summary>Cuts a host off: all, inbound, outbound, data or control; <c>none</c> mends it.</summary>
    public Task CutAsync(LabHost host, string what) => Command.OutputAsync(Bound, Repository.Script("lab"), "cut", "--name", Name, host.Name, what);

    /// <summary>Gives a host of a lab with TLS other certificates, see <c>scripts/lab help</c>.</summary>
    public Task CertificateAsync(LabHost host, string kind, bool control = false) => Command.OutputAsync(
        Bound, Repository.Script("lab"), ["certificate", "--name", Name, .. (string[])(control ? ["--control"] : []), host.Name, kind]);

    public Task<CommandResult> ExecAsync(LabHost host, params string[] command) =>
        Command.RunAsync(Bound, Repository.Script("lab"), ["exec", "--name", Name, host.Name, .. command]);

    public async ValueTask DisposeAsync() =>
        await Command.OutputAsync(Bound, Repository.Script("lab"), "down", "--name", Name);
}
