using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Every refusal has a code of its own, an exit code of the contract, and leaves both hosts as they were.</summary>
[TestFixture]
[Category("Lab")]
public sealed class RefusalTests
{
    private const int Refused = 3;
    private const int FailedSafely = 4;
    private VirtualLab _lab = null!;
    private ShadowMigCli _cli = null!;

    private LabHost Newer => _lab[0];

    private LabHost Older => _lab[1];

    [OneTimeSetUp]
    public async Task UpAsync()
    {
        _lab = await VirtualLab.UpAsync("refuse", "trixie,bookworm", "--hosts", "3");
        _cli = new ShadowMigCli();
        await _lab.StartGuestAsync("idle", Older, "--accel", "tcg", "--rate", "0");
    }

    [OneTimeTearDown]
    public async Task DownAsync()
    {
        _cli?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    [Test]
    public Task Migrate_UnknownDomain_IsRefused() => RefusesAsync("unknown-domain", "nobody", Older, Newer.Uri);

    [Test]
    public Task Migrate_UnreachableDestination_IsRefused() =>
        RefusesAsync("destination-unreachable", "idle", Older, "qemu+tcp://127.0.0.1:9/system");

    [Test]
    public Task Migrate_UnreachableSource_IsRefused() =>
        RefusesAsync("source-unreachable", "idle", Older with { Uri = "qemu+tcp://127.0.0.1:9/system" }, Newer.Uri, observed: Older);

    [Test]
    public Task Migrate_DestinationIsTheSource_IsRefused() => RefusesAsync("same-host", "idle", Older, Older.Uri);

    [Test]
    public async Task Migrate_InactiveGuest_IsRefused()
    {
        string xml = await _lab.GuestXmlAsync("off", Older, "--accel", "tcg");
        await DefineAsync(Older, xml);

        await RefusesAsync("domain-inactive", "off", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_DiskOnUnsharedStorage_IsRefused()
    {
        await _lab.StartGuestAsync("disk", Older, "--accel", "tcg", "--rate", "0", "--disk", "file", "--machine", "pc-i440fx-7.2");
        string before = await PictureAsync(Older);

        // On the node itself, where the file can be looked at: the preflight sees it.
        CommandResult local = await _lab.ExecAsync(Older, _cli.CommandLine("migrate", "disk", "--to", Newer.Uri, "--json"));
        Assert.That(local.ExitCode, Is.EqualTo(Refused), local.ToString());
        Assert.That(local.Output, Does.Contain("unsafe-disk"));

        // From another machine: libvirt refuses it.
        CliDocument remote = await _cli.MigrateAsync("disk", Older, Newer);
        Assert.That(remote.ExitCode, Is.EqualTo(FailedSafely), remote.ToString());
        Assert.That(remote.ReasonCodes, Has.Member("unsafe-disk"));
        Assert.That(await PictureAsync(Older), Is.EqualTo(before), "both hosts stay as they were");
    }

    [Test]
    public async Task Migrate_MachineTypeUnknownOnDestination_IsRefused()
    {
        await _lab.StartGuestAsync("machine", Newer, "--accel", "tcg", "--rate", "0");

        await RefusesAsync("machine-type-missing", "machine", Newer, Older.Uri);
    }

    [Test]
    public async Task Migrate_CpuFeatureMissingOnDestination_IsRefused()
    {
        // QEMU's emulation learned this feature between the two releases.
        await _lab.StartGuestAsync("cpu", Newer, "--accel", "tcg", "--rate", "0", "--machine", "pc-i440fx-7.2",
            "--cpu-xml", "<cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model><feature policy='require' name='sha-ni'/></cpu>");

        await RefusesAsync("cpu-incompatible", "cpu", Newer, Older.Uri);
    }

    [Test]
    public async Task Migrate_MoreMemoryThanTheDestinationHas_IsRefused()
    {
        // As much as the kernel lets one process map: all of the machine's memory. What the guest needs besides is not there.
        string total = (await File.ReadAllLinesAsync("/proc/meminfo")).First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        long mebibytes = long.Parse(total.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
        await _lab.StartGuestAsync("large", Older, "--accel", "tcg", "--rate", "0", "--memory", $"{mebibytes - 64}MiB");

        await RefusesAsync("destination-memory", "large", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_NameTakenOnDestination_IsRefused()
    {
        string twin = await _lab.GuestXmlAsync("twin", Older, "--accel", "tcg");
        await _lab.StartGuestAsync("twin", Older, "--accel", "tcg", "--rate", "0");
        await DefineAsync(Newer, twin);

        await RefusesAsync("destination-clash", "twin", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_LimitsThatCannotBeMet_IsRefusedWithWhatWouldHaveToGive()
    {
        await _lab.StartGuestAsync("writer", Newer, "--accel", "tcg", "--memory", "256MiB",
            "--dirty", "128MiB", "--rate", "100000", "--change", "4096", "--machine", "pc-i440fx-7.2");

        CliDocument refused = await RefusesAsync("not-converging", "writer", Newer, _lab[2].Uri, options: ["--bandwidth", "20MiB/s"]);

        Assert.That(refused.Root.GetProperty("reasons")[0].GetProperty("message").GetString(), Does.Contain("--allow-post-copy"));
    }

    private async Task<CliDocument> RefusesAsync(
        string code, string guest, LabHost source, string destination, LabHost? observed = null, string[]? options = null)
    {
        string before = await PictureAsync(observed ?? source);

        CliDocument refused = await _cli.JsonAsync(["-c", source.Uri, "migrate", guest, "--to", destination, .. options ?? []]);

        Assert.That(refused.ExitCode, Is.EqualTo(Refused), refused.ToString());
        Assert.That(refused.ReasonCodes, Has.Member(code), refused.ToString());
        Assert.That(await PictureAsync(observed ?? source), Is.EqualTo(before), "both hosts stay as they were");
        return refused;
    }

    /// <summary>Guests, states and definitions of every host.</summary>
    private async Task<string> PictureAsync(LabHost source)
    {
        var picture = new System.Text.StringBuilder();
        foreach (LabHost host in _lab.Hosts)
        {
            CommandResult list = await host.VirshAsync("list", "--all");
            picture.AppendLine(list.Output);
        }
        CommandResult downtime = await source.VirshAsync("migrate-getmaxdowntime", "idle");
        return picture.Append(downtime.Output).ToString();
    }

    private static async Task DefineAsync(LabHost host, string xml)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, xml);
        CommandResult defined = await host.VirshAsync("define", file);
        File.Delete(file);
        Assert.That(defined.ExitCode, Is.Zero, defined.ToString());
    }
}
