using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks;

/// <summary>Reads what the numbers depend on, and keeps it beside them.</summary>
internal static class MachineReader
{
    public static async Task WriteAsync(BenchOptions options)
    {
        string path = Path.Combine(options.Out, "machine.json");
        var facts = new MachineFacts(
            Environment.ProcessorCount,
            Line("/proc/cpuinfo", "model name"),
            Math.Round(double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1048576, 1),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            options.Seed,
            new Dictionary<string, string>
            {
                ["bookworm"] = $"libvirt {await PackageAsync("", "libvirt-daemon")}, QEMU {await PackageAsync("", "qemu-system-x86")}",
                ["trixie"] = await TrixieAsync(),
                ["both"] = File.Exists("/dev/kvm") ? "/dev/kvm is there: micro-guests run on it" : "no /dev/kvm: all guests are emulated",
            });
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(facts, BenchJson.Default.MachineFacts) + "\n");
    }

    public static MachineFacts? Read(string folder)
    {
        string path = Path.Combine(folder, "machine.json");
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), BenchJson.Default.MachineFacts) : null;
    }

    /// <summary>Versions in the newest root that the lab has built.</summary>
    private static async Task<string> TrixieAsync()
    {
        string roots = Path.Combine(Environment.GetEnvironmentVariable("SHADOWMIG_LAB_CACHE") ?? "/var/cache/shadowmig-lab", "roots");
        string? root = Directory.Exists(roots)
            ? Directory.EnumerateDirectories(roots, "*trixie*").OrderByDescending(Directory.GetLastWriteTimeUtc).FirstOrDefault()
            : null;
        return root is null
            ? "not built"
            : $"libvirt {await PackageAsync(root, "libvirt-daemon")}, QEMU {await PackageAsync(root, "qemu-system-x86")}";
    }

    private static Task<string> PackageAsync(string root, string package) =>
        SayAsync("dpkg-query", $"--admindir={root}/var/lib/dpkg", "-W", "-f", "${Version}", package);

    private static async Task<string> SayAsync(string file, params string[] arguments)
    {
        CommandResult result = await Command.RunAsync(TimeSpan.FromSeconds(10), file, arguments);
        return result.ExitCode == 0 ? result.Output.Trim() : "unknown";
    }

    private static string Line(string file, string key) => File.ReadLines(file)
        .Where(l => l.StartsWith(key, StringComparison.Ordinal))
        .Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault("unknown");
}
