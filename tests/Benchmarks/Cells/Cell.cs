using System.Globalization;
using System.Text.Json.Serialization;

namespace ShadowMig.Benchmarks.Cells;

/// <summary>One guest, one workload, one link, one permission: what all policies are measured on.</summary>
internal sealed record Cell
{
    /// <summary>Longest pause that every policy has to keep.</summary>
    public static readonly TimeSpan MaxDowntime = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest migration that every policy has to keep.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Largest throttle of the guest that every policy has to keep, percent.</summary>
    public const int MaxSlowdownPercent = 50;

    public required string Id { get; init; }

    public required HostKind Host { get; init; }

    public required Workload Workload { get; init; }

    /// <summary>Rate of the shaped link, MiB/s.</summary>
    public required int LinkMebibytesPerSecond { get; init; }

    public required bool AllowPostCopy { get; init; }

    public required int MemoryMebibytes { get; init; }

    /// <summary>The set that the guest writes, MiB.</summary>
    public required int DirtyMebibytes { get; init; }

    /// <summary>Memory that is filled and never changed, MiB.</summary>
    public required int IdleMebibytes { get; init; }

    /// <summary>Pages of 4 KiB written a second.</summary>
    public required int PagesPerSecond { get; init; }

    /// <summary>Bytes of a page that a write changes.</summary>
    public required int ChangeBytes { get; init; }

    public required bool Compressible { get; init; }

    /// <summary>Whether the micro-guest leaves its memory unread, where it otherwise checks it over and over.</summary>
    public bool IsUnread { get; init; }

    [JsonIgnore]
    public string Suite => Host == HostKind.MicroBookworm ? "bookworm" : "trixie";

    [JsonIgnore]
    public bool IsMicro => Host != HostKind.LinuxTrixie;

    /// <summary>Memory that holds something, bytes; the Linux guest's own few are left out.</summary>
    [JsonIgnore]
    public long FilledBytes => ((long)DirtyMebibytes + IdleMebibytes) << 20;

    [JsonIgnore]
    public double LinkBytesPerSecond => LinkMebibytesPerSecond * (double)(1 << 20);

    /// <summary>Options of <c>scripts/lab guest start</c>.</summary>
    public IEnumerable<string> GuestOptions()
    {
        string workload = string.Create(CultureInfo.InvariantCulture, $"idle={(long)IdleMebibytes << 20}");
        if (Workload == Workload.MovingHot)
            workload += " pattern=moving";
        if (IsUnread)
            workload += " pass=3600000";
        return
        [
            "--kind", IsMicro ? "micro" : "linux",
            "--accel", IsMicro ? "auto" : "tcg",
            "--memory", $"{MemoryMebibytes}MiB",
            "--dirty", $"{DirtyMebibytes}MiB",
            "--rate", $"{PagesPerSecond}",
            "--pattern", Pattern,
            "--change", $"{ChangeBytes}",
            "--content", Compressible ? "compressible" : "random",
            "--workload", workload,
        ];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id}: {MemoryMebibytes} MiB, writes {PagesPerSecond} pages/s over {DirtyMebibytes} MiB ({ChangeBytes} B a page, {(Compressible ? "compressible" : "random")}), {IdleMebibytes} MiB still");

    private string Pattern => Workload switch
    {
        Workload.HotCold or Workload.MovingHot => "hotcold",
        Workload.Streaming or Workload.RewriteAll => "streaming",
        Workload.Bursts => "bursts",
        _ => "uniform",
    };
}
