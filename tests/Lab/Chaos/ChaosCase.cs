using System.Globalization;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>One run of the campaign: a guest, a way to move it, a fault and its moment. The same seed and number give the same case.</summary>
internal sealed record ChaosCase
{
    private static readonly string[] Strategies = ["plain", "plain", "shadow-cache", "throttle", "post-copy"];

    public required int Seed { get; init; }

    public required int Number { get; init; }

    public required string Strategy { get; init; }

    /// <summary>Rate of the link, MiB/s.</summary>
    public required int Link { get; init; }

    /// <summary>Memory that is filled and never changed, MiB.</summary>
    public required int Idle { get; init; }

    /// <summary>Memory that is written, MiB.</summary>
    public required int Dirty { get; init; }

    /// <summary>Pages written a second.</summary>
    public required int Rate { get; init; }

    public required Fault Fault { get; init; }

    public required Moment Moment { get; init; }

    /// <summary>Where within the moment, from 0 to 1.</summary>
    public required double Place { get; init; }

    /// <summary>How long what passes again lasts: shorter or longer than the lab's keepalive of 4 s.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Exit codes that it may end with; empty for all of the contract.</summary>
    public IReadOnlyList<int> Ends { get; init; } = [];

    /// <summary>About how long the first pass takes.</summary>
    public TimeSpan FirstPass => TimeSpan.FromSeconds(0.5 + ((Idle + Dirty) / (double)Link));

    /// <summary>Whether the fault may end the guest by itself.</summary>
    /// <remarks>A target's daemon that dies before it has resumed the guest of a post-copy ends it when it is back (qemuProcessRecoverMigrationIn).</remarks>
    public bool MayEndTheGuest => (Fault == Fault.KillTargetDaemon && Strategy == "post-copy") || Fault is Fault.KillSourceQemu or Fault.KillTargetQemu or Fault.DestroyGuest or Fault.ResetGuest or Fault.PowerOff;

    /// <summary>Whether ShadowMig may rightly not know how it ended: an end does not answer, or its runner is gone.</summary>
    public bool MayHideTheEnd => MayEndTheGuest || Strategy == "post-copy" || Fault is Fault.KillRunner or Fault.FreezeRunner
        or Fault.KillSourceDaemon or Fault.KillTargetDaemon or Fault.FreezeSourceDaemon or Fault.FreezeTargetDaemon
        or Fault.FreezeSourceQemu or Fault.FreezeTargetQemu
        or Fault.CutTarget or Fault.CutSource or Fault.CutInbound or Fault.CutOutbound or Fault.CutData or Fault.CutControl;

    /// <summary>Whether the target's daemon may fall silent in the middle of the switch-over, where libvirt may resume the guest on both nodes.</summary>
    public bool SilencesTheTarget => Fault is Fault.FreezeTargetDaemon or Fault.KillTargetDaemon
        or Fault.CutTarget or Fault.CutSource or Fault.CutInbound or Fault.CutOutbound or Fault.CutControl;

    public IEnumerable<string> GuestOptions =>
    [
        "--accel", "auto", "--memory", $"{Idle + Dirty + 64}MiB", "--dirty", $"{Dirty}MiB", "--rate", $"{Rate}", "--change", "64",
        "--workload", string.Create(CultureInfo.InvariantCulture, $"idle={(long)Idle << 20} pass=400"),
        .. Fault == Fault.RebootGuest ? ["--on-reboot", "restart", "--monitor"] : Array.Empty<string>(),
    ];

    public IEnumerable<string> MigrateOptions =>
    [
        "--strategy", Strategy, "--max-downtime", "2s", "--max-total-time", "60s",
        .. Strategy == "shadow-cache" ? ["--probe"] : Array.Empty<string>(),
        .. Strategy == "throttle" ? ["--max-slowdown", "70%"] : Array.Empty<string>(),
        .. Strategy == "post-copy" ? ["--allow-post-copy"] : Array.Empty<string>(),
    ];

    /// <summary>A case by its name: a guest of middling size, and what is dirty fills the switch-over, or post-copy, for a second or two.</summary>
    public static ChaosCase Named(Fault fault, Moment moment, string strategy, TimeSpan length) => new()
    {
        Seed = 0,
        Number = 0,
        Strategy = strategy,
        Link = 20,
        Idle = strategy == "post-copy" ? 16 : 40,
        Dirty = strategy == "post-copy" ? 40 : 16,
        Rate = strategy == "post-copy" ? 20_000 : 2_000,
        Fault = fault,
        Moment = moment,
        Place = 0.5,
        Length = length,
    };

    /// <summary>Draws a case.</summary>
    public static ChaosCase Draw(int seed, int number)
    {
        Random random = new(unchecked((seed * 1_000_003) + number));
        Fault[] faults = Enum.GetValues<Fault>();
        int link = random.Next(20, 61);
        return new()
        {
            Seed = seed,
            Number = number,
            Strategy = Strategies[random.Next(Strategies.Length)],
            Link = link,
            Idle = link * random.Next(1, 5),
            Dirty = random.Next(2, 17),
            Rate = random.Next(0, link * 100),
            Fault = faults[random.Next(faults.Length)],
            Moment = (Moment)random.Next(4),
            Place = random.NextDouble(),
            Length = TimeSpan.FromSeconds(random.Next(2) == 0 ? 0.5 + (2 * random.NextDouble()) : 6 + (6 * random.NextDouble())),
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed} run {Number}: {Strategy}, {Idle}+{Dirty} MiB, {Rate} pages/s over {Link} MiB/s; {Fault} at {Moment} {Place:0.00}, {Length.TotalSeconds:0.0} s");
}
