using System.Globalization;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>One guest, one link, moved the usual way and by ShadowMig.</summary>
[TestFixture]
[Category("Lab")]
public sealed class SideBySideTests
{
    [Test]
    public async Task Migrate_ManySmallChanges_IsThreeTimesFasterThanTheDefaultsAndKeepsTheDowntime()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("side", "trixie");
        using var cli = new ShadowMigCli("{}", [], monitoring: ShadowMigCli.UsualLook);
        await lab.StartGuestAsync("many-small", lab[0], "--kind", "linux", "--memory", "1024MiB",
            "--dirty", "400MiB", "--rate", "200000", "--change", "1");
        CommandResult ready = await lab.CheckGuestAsync("many-small");
        Assert.That(ready.ExitCode, Is.Zero, ready.ToString());

        CommandResult usual = await lab[0].VirshAsync("migrate", "--live", "--p2p", "--persistent", "--undefinesource",
            "--bandwidth", "100", "--timeout", "45", "--timeout-suspend", "many-small", lab[1].Uri);
        Assert.That(usual.ExitCode, Is.Zero, usual.ToString());
        CommandResult check = await lab.CheckGuestAsync("many-small");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());

        CliDocument planned = await cli.PlanAsync("many-small", lab[1], lab[0], "--bandwidth", "100MiB/s", "--probe");
        Assert.That(planned.ExitCode, Is.Zero, planned.ToString());
        Assert.That(planned.Text("strategy"), Is.EqualTo("shadow-cache"));
        Assert.That(
            planned.At("alternatives").EnumerateArray().Single(a => a.GetProperty("strategy").GetString() == "plain")
                .GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()),
            Has.Member("not-converging"));

        CliDocument ours = await cli.MigrateAsync("many-small", lab[1], lab[0], "--bandwidth", "100MiB/s", "--probe");
        Assert.That(ours.ExitCode, Is.Zero, ours.ToString());
        check = await lab.CheckGuestAsync("many-small");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());

        double seconds = ours.Number("actual.totalSeconds");
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"virsh {usual.Duration.TotalSeconds:0.0} s; shadowmig {seconds:0.0} s, {ours.Number("actual.downtimeSeconds") * 1000:0} ms; predicted {ours.Number("plan.prediction.totalSeconds.p50"):0.0} s"));
        Assert.That(ours.Number("actual.downtimeSeconds"), Is.LessThanOrEqualTo(0.3));
        Assert.That(seconds * 3, Is.LessThanOrEqualTo(usual.Duration.TotalSeconds));
    }
}
