using System.Text;

namespace ShadowMig.Benchmarks.Cells;

/// <summary>Draws cells at random under a seed. Pure: the same seed gives the same cells in the same order.</summary>
internal static class CellDraw
{
    private static readonly int[] Links = [20, 60, 200];

    /// <summary>
    /// The whole matrix, each cell once. Each turn takes one cell of every workload, so that any beginning of the
    /// list covers all workloads alike.
    /// </summary>
    public static IReadOnlyList<Cell> Matrix(int seed)
    {
        var random = new Random(seed);
        var waiting = new Dictionary<Workload, Queue<Cell>>();
        foreach (Workload workload in Enum.GetValues<Workload>())
        {
            Cell[] cells =
            [
                .. from host in Enum.GetValues<HostKind>()
                   where workload != Workload.MovingHot || host != HostKind.LinuxTrixie
                   from link in Links
                   from postCopy in (bool[])[false, true]
                   select Fill(host, workload, link, postCopy, seed, ""),
            ];
            random.Shuffle(cells);
            waiting[workload] = new Queue<Cell>(cells);
        }

        var matrix = new List<Cell>();
        while (waiting.Values.Any(q => q.Count > 0))
        {
            Workload[] turn = [.. waiting.Where(q => q.Value.Count > 0).Select(q => q.Key)];
            random.Shuffle(turn);
            matrix.AddRange(turn.Select(w => waiting[w].Dequeue()));
        }
        return matrix;
    }

    /// <summary>Endless random cells, for what needs many workloads and one policy.</summary>
    public static IEnumerable<Cell> Stream(int seed)
    {
        var random = new Random(seed);
        for (int index = 0; ; index++)
        {
            var workloads = Enum.GetValues<Workload>();
            var workload = workloads[random.Next(workloads.Length)];
            // Emulated Linux guests take longest to start; two of three draws go to KVM.
            var host = (HostKind)random.Next(workload == Workload.MovingHot ? 2 : 3);
            yield return Fill(host, workload, Links[random.Next(Links.Length)], random.Next(2) == 1, seed, $"-{index}");
        }
    }

    private static Cell Fill(HostKind host, Workload workload, int link, bool postCopy, int seed, string suffix)
    {
        string id = $"{Name(host)}-{Name(workload)}-{link}{(postCopy ? "-postcopy" : "")}{suffix}";
        var random = new Random(StableHash($"{seed}/{id}"));
        // What fits into the allowed pause; a working set below it converges at any rate.
        double threshold = link * Cell.MaxDowntime.TotalSeconds;
        (double set, double rate) = Size(workload, threshold, link, random);
        int change = workload switch
        {
            Workload.IncompressibleHot or Workload.RewriteAll => host == HostKind.LinuxTrixie ? 4081 : 4096,
            Workload.SmallChanges => 1,
            _ => Pick(random, 8, 64, 512, host == HostKind.LinuxTrixie ? 4081 : 4096),
        };
        double still = link * Between(random, 3, 10);
        int dirty = (int)Math.Clamp(set, 4, 500);
        int idle = (int)Math.Clamp(still - dirty, 32, 380);
        if (workload == Workload.RewriteAll)
        {
            dirty = (int)Math.Clamp(still, 96, 600);
            idle = 0;
        }
        // A Linux guest keeps about 100 MiB for itself, and does not begin with less.
        int needed = dirty + idle + (host == HostKind.LinuxTrixie ? 192 : 32);
        int[] sizes = [.. ((int[])[256, 384, 512, 768, 1024, 1280]).Where(s => s >= needed)];
        // Two cores carry the guest, two QEMUs and the network: beyond this the guest would starve, not the link.
        double most = change > 512 ? 25_000 : 60_000;
        return new Cell
        {
            Id = id,
            Host = host,
            Workload = workload,
            LinkMebibytesPerSecond = link,
            AllowPostCopy = postCopy,
            MemoryMebibytes = Pick(random, sizes),
            DirtyMebibytes = dirty,
            IdleMebibytes = idle,
            PagesPerSecond = workload == Workload.Idle ? 0 : (int)Math.Clamp(rate * 256, 50, most),
            ChangeBytes = change,
            Compressible = workload is not (Workload.IncompressibleHot or Workload.RewriteAll) && random.Next(3) == 0,
        };
    }

    /// <summary>Working set, MiB, and write rate, MiB/s: clearly easy, hard, or beyond the link.</summary>
    private static (double Set, double Rate) Size(Workload workload, double threshold, double link, Random random) => workload switch
    {
        Workload.Idle => (16, 0),
        Workload.IncompressibleHot => (threshold * Between(random, 0.8, 3), link * Between(random, 0.8, 3)),
        Workload.SmallChanges => (threshold * Between(random, 3, 16), link * Between(random, 0.5, 4)),
        Workload.RewriteAll => (0, link * Between(random, 0.2, 2)),
        _ => random.Next(3) switch
        {
            0 => (threshold * Between(random, 0.3, 3), link * Between(random, 0.05, 0.3)),
            1 => (threshold * Between(random, 1, 8), link * Between(random, 0.4, 1)),
            _ => (threshold * Between(random, 4, 16), link * Between(random, 1.3, 3)),
        },
    };

    private static double Between(Random random, double least, double most) => least + random.NextDouble() * (most - least);

    private static int Pick(Random random, params int[] values) => values[random.Next(values.Length)];

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ b) * 16777619;
        return (int)hash;
    }

    private static string Name(HostKind host) => host switch
    {
        HostKind.MicroBookworm => "micro-bookworm",
        HostKind.MicroTrixie => "micro-trixie",
        _ => "linux-trixie",
    };

    private static string Name(Workload workload) => workload switch
    {
        Workload.Idle => "idle",
        Workload.Uniform => "uniform",
        Workload.HotCold => "hotcold",
        Workload.Streaming => "streaming",
        Workload.Bursts => "bursts",
        Workload.MovingHot => "moving",
        Workload.IncompressibleHot => "incompressible",
        Workload.SmallChanges => "smallchanges",
        _ => "rewriteall",
    };
}
