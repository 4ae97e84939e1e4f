using System.Globalization;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>
/// Each fault by its name, at its most telling moments; with <c>SHADOWMIG_FAULTS=all</c> at every moment. After each: who runs the
/// guest is asked on both ends, the guest itself looks at its memory, nothing is left behind, and a second attempt succeeds.
/// </summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class FaultTests : LabFixture
{
    // Shorter and longer than the keepalive of the lab, which drops a silent daemon after 4 s.
    private const double Short = 1.5;
    private const double Long = 7;

    private const string Plain = "plain";
    private const string PostCopy = "post-copy";

    private static readonly (Fault Fault, Moment Moment, string Strategy, double Seconds, int[] Ends)[] Telling =
    [
        (Fault.KillSourceQemu, Moment.FirstPass, Plain, Short, [5]),
        (Fault.KillSourceQemu, Moment.PostCopy, PostCopy, Short, [0, 5]),
        (Fault.KillTargetQemu, Moment.FirstPass, Plain, Short, [4]),
        (Fault.FreezeSourceQemu, Moment.FirstPass, Plain, Short, [0]),
        (Fault.FreezeTargetQemu, Moment.SwitchOver, Plain, Short, [0]),
        (Fault.KillSourceDaemon, Moment.FirstPass, Plain, Short, [4]),
        (Fault.KillSourceDaemon, Moment.SwitchOver, Plain, Short, []),
        (Fault.KillTargetDaemon, Moment.FirstPass, Plain, Short, [4]),

        (Fault.CutData, Moment.FirstPass, Plain, Short, [0]),
        (Fault.CutData, Moment.FirstPass, Plain, Long, [0, 4]),
        (Fault.CutData, Moment.PostCopy, PostCopy, Long, []),

        (Fault.Interrupt, Moment.Before, Plain, Short, [130]),
        (Fault.InterruptTwice, Moment.FirstPass, Plain, Short, [130]),
        (Fault.Cancel, Moment.SwitchOver, Plain, Short, [0, 130]),
        (Fault.Cancel, Moment.Late, Plain, Short, [0]),
        (Fault.Interrupt, Moment.PostCopy, PostCopy, Short, [0]),

        (Fault.RebootGuest, Moment.FirstPass, Plain, Short, [0]),
        (Fault.SuspendGuest, Moment.FirstPass, Plain, Short, [0]),
        (Fault.PlugDevice, Moment.FirstPass, Plain, Short, [0]),
        (Fault.MigrateTwice, Moment.FirstPass, Plain, Short, [0]),
    ];

    [TestCaseSource(nameof(Cases))]
    public async Task Migrate_Broken_KeepsTheGuestAndASecondAttemptSucceeds(Fault fault, Moment moment, string strategy, double seconds, int[] ends)
    {
        using ShadowMigCli cli = new(ChaosRun.Coordination, Lab.Hosts);
        ChaosRun run = new(Lab, cli, ChaosCase.Named(fault, moment, strategy, TimeSpan.FromSeconds(seconds)) with { Ends = ends });

        IReadOnlyList<string> broken = await run.RunAsync();

        await TestContext.Progress.WriteLineAsync($"{fault} at {moment}: {run.Summary}");
        Assert.That(broken, Is.Empty, string.Join("\n\n", broken));
    }

    private static IEnumerable<TestCaseData> Cases() => (Environment.GetEnvironmentVariable("SHADOWMIG_FAULTS") == "all" ? Every() : Telling).Select(
        c => new TestCaseData(c.Fault, c.Moment, c.Strategy, c.Seconds, c.Ends)
            .SetArgDisplayNames($"{c.Fault}", $"{c.Moment}", c.Strategy, string.Create(CultureInfo.InvariantCulture, $"{c.Seconds} s")));

    private static IEnumerable<(Fault Fault, Moment Moment, string Strategy, double Seconds, int[] Ends)> Every() =>
        from fault in Enum.GetValues<Fault>()
        from moment in Enum.GetValues<Moment>()
        from seconds in (double[])[Short, Long]
        select (fault, moment, moment == Moment.PostCopy ? PostCopy : Plain, seconds, Array.Empty<int>());

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("faults", "trixie", "--keepalive", "1:3");
}
