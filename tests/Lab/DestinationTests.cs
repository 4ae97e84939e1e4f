using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>The destination is chosen among the nodes of the configuration, and every node's fate is told.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class DestinationTests : LabFixture
{
    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("destination", "bookworm", "--hosts", "3");

    private protected override ShadowMigCli CreateCli() => new(Lab.Hosts);

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync("roamer");

    [Test]
    public async Task Migrate_NoDestinationAndOneNodeCordoned_GoesToTheOther()
    {
        await StartAsync();
        await Cli.RunAsync("cordon", Lab[1].Name, "--reason", "new memory");

        CliDocument plan = await Cli.JsonAsync(["-c", Lab[0].Uri, "plan", "roamer", .. Lenient]);
        CliDocument migrated = await Cli.JsonAsync(["-c", Lab[0].Uri, "migrate", "roamer", .. Lenient]);
        await Cli.RunAsync("uncordon", Lab[1].Name);

        Assert.Multiple(() =>
        {
            Assert.That(Fate(plan, Lab[0]), Is.EqualTo(("refused", "same-host")));
            Assert.That(Fate(plan, Lab[1]), Is.EqualTo(("refused", "cordoned")));
            Assert.That(Fate(plan, Lab[2]), Is.EqualTo(("chosen", (string?)null)), plan.ToString());
            Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        });
        Assert.That(await Lab[0].StateAsync("roamer"), Is.Null);
        Assert.That(await Lab[2].StateAsync("roamer"), Is.Not.Null);
        CommandResult check = await Lab.CheckGuestAsync("roamer");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [Test]
    public async Task Migrate_OneNodeDoesNotAnswer_GoesToTheOtherAndNodesSaysWhy()
    {
        await StartAsync();
        await Lab.DaemonAsync(Lab[2], "stop");
        try
        {
            CliDocument nodes = await Cli.JsonAsync("nodes");
            CliDocument migrated = await Cli.JsonAsync(["-c", Lab[0].Uri, "migrate", "roamer", .. Lenient]);

            Assert.That(nodes.At("nodes").EnumerateArray().Select(n => n.GetProperty("state").GetString()), Is.EqualTo(new[] { "ready", "ready", "unreachable" }));
            Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
            Assert.That(await Lab[1].StateAsync("roamer"), Is.Not.Null);
        }
        finally
        {
            await Lab.DaemonAsync(Lab[2], "start");
        }
    }

    [Test]
    public async Task Migrate_EveryNodeCordoned_IsRefusedAndTheGuestStays()
    {
        await StartAsync();
        foreach (LabHost host in Lab.Hosts)
            await Cli.RunAsync("cordon", host.Name);
        CliDocument refused = await Cli.JsonAsync(["-c", Lab[0].Uri, "migrate", "roamer", .. Lenient]);
        foreach (LabHost host in Lab.Hosts)
            await Cli.RunAsync("uncordon", host.Name);

        Assert.That(refused.ExitCode, Is.EqualTo(3), refused.ToString());
        Assert.That(refused.ReasonCodes, Has.Member("no-destination"));
        Assert.That(await Lab[0].StateAsync("roamer"), Is.Not.Null);
    }

    // QEMU 7.2's emulation loses memory in migrations of several rounds (docs/lab.md): nothing is written here.
    private Task<string> StartAsync() => Lab.StartGuestAsync("roamer", Lab[0], "--accel", "auto", "--memory", "128MiB", "--rate", "0");

    private static (string?, string?) Fate(CliDocument plan, LabHost node)
    {
        JsonElement target = plan.At("targets").EnumerateArray().First(t => t.GetProperty("node").GetString() == node.Name);
        JsonElement reasons = target.GetProperty("reasons");
        return (target.GetProperty("outcome").GetString(), reasons.GetArrayLength() > 0 ? reasons[0].GetProperty("code").GetString() : null);
    }
}
