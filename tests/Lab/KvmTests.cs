using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
[Category("Kvm")]
public sealed class KvmTests
{
    private VirtualLab _lab = null!;
    private ShadowMigCli _cli = null!;

    [OneTimeSetUp]
    public async Task UpAsync()
    {
        await Kvm.RequireAsync();
        _lab = await VirtualLab.UpAsync("kvm");
        _cli = new ShadowMigCli();
    }

    [OneTimeTearDown]
    public async Task DownAsync()
    {
        _cli?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    [Test]
    public async Task ObserveAndMigrate_GuestWithDirtyRing_ReportsEachVcpuAndArrivesWhole()
    {
        await _lab.StartGuestAsync("ring", _lab[0], "--accel", "kvm", "--dirty-ring", "--dirty", "8MiB", "--rate", "2000");

        CliDocument observed = await _cli.JsonAsync("-c", _lab[0].Uri, "observe", "ring");
        Assert.That(observed.Text("observation.dirtyRateMode"), Is.EqualTo("dirty-ring"), observed.ToString());
        JsonElement vcpu = observed.At("observation.vcpuDirtyRates").EnumerateArray().Single();
        Assert.That(vcpu.GetProperty("vcpu").GetInt32(), Is.Zero);
        Assert.That(vcpu.GetProperty("bytesPerSecond").GetDouble(), Is.Positive);

        CliDocument migrated = await _cli.MigrateAsync("ring", _lab[0], _lab[1]);
        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("result"), Is.EqualTo("completed"));
        Assert.That(await _lab[0].StateAsync("ring"), Is.Null);
        Assert.That(await _lab[1].StateAsync("ring"), Is.EqualTo("running"));
        CommandResult check = await _lab.CheckGuestAsync("ring");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }
}
