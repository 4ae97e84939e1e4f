using System.Globalization;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>Short pieces of what stands in a guest's idle memory, to be looked for elsewhere.</summary>
internal sealed class MemorySlices
{
    // The micro-guest's idle pages begin behind its dirty ones, which begin at 2 MiB.
    private const int From = 4 << 20;
    private const int Length = 8 << 20;
    private const int Page = 4096;
    private const int EachPages = 32;
    private const int Offset = 1024;
    private const int Size = 32;

    private readonly byte[][] _slices;

    private MemorySlices(byte[][] slices) => _slices = slices;

    /// <summary>Reads them out of a running guest with at most 1 MiB of dirty and at least 12 MiB of idle pages.</summary>
    public static async Task<MemorySlices> ReadAsync(LabHost host, string guest)
    {
        string name = guest + ".memory";
        CommandResult saved = await host.VirshAsync("qemu-monitor-command", guest, "--hmp", string.Create(
            CultureInfo.InvariantCulture, $"pmemsave {From} {Length} \"/var/log/libvirt/console/{name}\""));
        Assert.That((saved.ExitCode, saved.Output.Trim()), Is.EqualTo((0, "")), saved.ToString());
        string file = Path.Combine(host.ConsoleDirectory, name);
        byte[] memory = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        byte[][] slices = [.. Enumerable.Range(0, Length / Page / EachPages).Select(i => memory.AsSpan((i * EachPages * Page) + Offset, Size).ToArray())];
        Assert.That(slices.Select(Convert.ToHexString), Is.Unique, "idle pages all differ");
        return new(slices);
    }

    /// <summary>Share of them that stand in some bytes, 0 to 1.</summary>
    public double ShareIn(byte[] bytes) => (double)_slices.Count(slice => bytes.AsSpan().IndexOf(slice) >= 0) / _slices.Length;
}
