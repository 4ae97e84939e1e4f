using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
[Category("Kvm")]
public sealed class KvmTests : LabFixture
{
    [Test]
    public async Task ObserveAndMigrate_GuestWithDirtyRing_ReportsEachVcpuAndArrivesWhole()
    {
        await Lab.StartGuestAsync("ring", Lab[0], "--accel", "kvm", "--dirty-ring", "--dirty", "8MiB", "--rate", "2000");

        CliDocument observed = await Cli.JsonAsync("-c", Lab[0].Uri, "observe", "ring");
        Assert.That(observed.Text("observation.dirtyRateMode"), Is.EqualTo("dirty-ring"), observed.ToString());
        JsonElement vcpu = observed.At("observation.vcpuDirtyRates").EnumerateArray().Single();
        Assert.That(vcpu.GetProperty("vcpu").GetInt32(), Is.Zero);
        Assert.That(vcpu.GetProperty("bytesPerSecond").GetDouble(), Is.Positive);

        CliDocument migrated = await Cli.MigrateAsync("ring", Lab[0], Lab[1], Lenient);
        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("result"), Is.EqualTo("completed"));
        Assert.That(await Lab[0].StateAsync("ring"), Is.Null);
        Assert.That(await Lab[1].StateAsync("ring"), Is.EqualTo("running"));
        CommandResult check = await Lab.CheckGuestAsync("ring");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private protected override async Task<VirtualLab> BringUpAsync()
    {
        await Kvm.RequireAsync("the dirty ring is KVM's");
        return await VirtualLab.UpAsync("kvm");
    }

    private protected override ShadowMigCli CreateCli() => new("{}", [], monitoring: ShadowMigCli.UsualLook);
}
