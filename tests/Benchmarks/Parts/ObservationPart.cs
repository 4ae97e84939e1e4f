using System.Text.Json;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>What an observation costs, and how well it sees what the micro-guest itself counts.</summary>
internal static class ObservationPart
{
    public const string Name = "observation";

    private const int Observations = 3;

    private static readonly TimeSpan Baseline = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Bench bench)
    {
        foreach (Cell cell in Cells().Where(bench.Wants))
        {
            if (!bench.HasTime)
                return;
            if (bench.Observations.Has(Key(cell, Observations)))
                continue;
            BenchLab lab = await bench.Labs.GetAsync(cell.Suite);
            bench.Say($"{cell}");
            await using var guest = new BenchGuest(lab, cell);
            for (int i = 1; i <= Observations && bench.HasTime; i++)
            {
                ObservationRecord record;
                try
                {
                    record = await ObserveAsync(bench, guest, Key(cell, i));
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    bench.Say($"  not measured: {e.Message}");
                    bench.Labs.Distrust(cell.Suite);
                    break;
                }
                bench.Observations.Add(record);
                bench.Say(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"  observed in {record.Seconds:0.0} s; guest wrote {record.BaselinePagesPerSecond:0} pages/s before, {record.ObservedPagesPerSecond:0} meanwhile {record.Error}"));
            }
        }
    }

    /// <summary>Guests that write at random, so that the distinct pages of any time follow from the writes alone.</summary>
    private static IEnumerable<Cell> Cells() =>
        from host in Enum.GetValues<HostKind>()
        from rate in (int[])[500, 4000, 20000]
        from unread in (bool[])[false, true]
        where host != HostKind.LinuxTrixie || !unread
        select new Cell
        {
            Id = $"observe-{host}-{rate}{(unread ? "-unread" : "")}",
            Host = host,
            Workload = Workload.Uniform,
            LinkMebibytesPerSecond = 60,
            AllowPostCopy = false,
            MemoryMebibytes = 512,
            DirtyMebibytes = 64,
            IdleMebibytes = 128,
            PagesPerSecond = rate,
            ChangeBytes = 8,
            Compressible = false,
            IsUnread = unread,
        };

    private static async Task<ObservationRecord> ObserveAsync(Bench bench, BenchGuest guest, string key)
    {
        int host = await guest.LocateAsync(bench.Stop);
        long baselineFrom = TimeProvider.System.GetTimestamp();
        await Task.Delay(Baseline, bench.Stop);
        long from = TimeProvider.System.GetTimestamp();
        CommandResult result = await bench.Program.RunAsync(
            TimeSpan.FromMinutes(2),
            bench.Program.Configuration(guest.Lab.Suite, guest.Cell.LinkMebibytesPerSecond),
            ["-c", guest.Lab.Hosts[host].Uri, "observe", BenchGuest.Name, .. bench.Program.Probe ? (string[])["--probe"] : [], "--json"],
            bench.Stop);
        long to = TimeProvider.System.GetTimestamp();
        await Task.Delay(100, bench.Stop);
        return new ObservationRecord
        {
            Key = key,
            Cell = guest.Cell,
            Seconds = result.Duration.TotalSeconds,
            BaselinePagesPerSecond = BeatMath.PagesPerSecond(guest.Beats.Since(baselineFrom), baselineFrom, from),
            ObservedPagesPerSecond = BeatMath.PagesPerSecond(guest.Beats.Since(from), from, to),
            Document = Read(result.Output),
            Error = result.ExitCode == 0 ? null : result.ToString(),
        };
    }

    private static JsonElement? Read(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Key(Cell cell, int index) => $"{Name}|{cell.Id}|{index}";
}
