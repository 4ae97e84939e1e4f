namespace ShadowMig.Lab.Tests.Support;

/// <summary>A file system of 8 MiB over a folder of a host, with what was in the folder; it can be filled to the last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Lay = """
        set -e
        mkdir -p "$1"
        kept=$(mktemp -d)
        cp -a "$1/." "$kept"
        mount -t tmpfs -o size=8m,mode=755 small "$1"
        cp -a "$kept/." "$1"
        rm -rf "$kept"
        """;

    private const string Fill = """cat /dev/zero > "$1/ballast" 2> /dev/null; test -s "$1/ballast" """;

    private readonly VirtualLab _lab;
    private readonly LabHost _host;
    private readonly string _folder;

    private SmallDisk(VirtualLab lab, LabHost host, string folder) => (_lab, _host, _folder) = (lab, host, folder);

    /// <summary>Lays one over a folder as programs of the machine see it that run in the host, see <see cref="VirtualLab.ExecAsync"/>.</summary>
    public static async Task<SmallDisk> LayAsync(VirtualLab lab, LabHost host, string folder)
    {
        var disk = new SmallDisk(lab, host, folder);
        await disk.RunAsync(Lay);
        return disk;
    }

    /// <summary>Lays one over a folder as the host's libvirtd and its QEMUs see it.</summary>
    public static Task<SmallDisk> LayForDaemonAsync(VirtualLab lab, LabHost host, string folder)
    {
        string root = Path.Combine(host.Directory, "root");
        return LayAsync(lab, host, Directory.Exists(root) ? root + folder : folder);
    }

    /// <summary>From here on nothing more fits in.</summary>
    public Task FillAsync() => RunAsync(Fill);

    /// <summary>Makes room again.</summary>
    public Task FreeAsync() => RunAsync("""rm -f "$1/ballast" """);

    /// <summary>Takes it away; what was in the folder before is there again.</summary>
    public async ValueTask DisposeAsync() => await RunAsync("""umount -l "$1" """);

    private async Task RunAsync(string script)
    {
        CommandResult result = await _lab.ExecAsync(_host, "sh", "-c", script, "small-disk", _folder);
        if (result.ExitCode != 0)
            throw new InvalidOperationException(result.ToString());
    }
}
