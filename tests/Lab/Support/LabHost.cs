using System.Globalization;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>One libvirt host of a lab, as <c>scripts/lab status --json</c> describes it.</summary>
internal sealed record LabHost(
    string Name, string Hostname, string Suite, string Address, string Uri, string SocketUri, string Directory, string ConsoleDirectory)
{
    // Over the socket: the machine has no certificates for a lab with TLS.
    public Task<CommandResult> VirshAsync(params string[] arguments) =>
        Command.RunAsync(TimeSpan.FromMinutes(3), "virsh", ["-c", SocketUri, .. arguments]);

    /// <summary>State of a guest here as virsh says it; null when it is not here.</summary>
    public async Task<string?> StateAsync(string guest)
    {
        CommandResult result = await VirshAsync("domstate", guest);
        return result.ExitCode == 0 ? result.Output.Trim() : null;
    }

    /// <summary>Process id of a guest's QEMU here.</summary>
    public Task<int> QemuAsync(string guest) => ProcessAsync(Path.Combine("qemu", guest + ".pid"));

    /// <summary>Process id of the libvirtd here.</summary>
    public Task<int> DaemonAsync() => ProcessAsync("libvirtd.pid");

    private async Task<int> ProcessAsync(string file) =>
        int.Parse((await File.ReadAllTextAsync(Path.Combine(Directory, "run", file))).Trim(), CultureInfo.InvariantCulture);
}
