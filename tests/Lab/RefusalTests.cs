using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Every refusal has a code of its own, an exit code of the contract, and leaves both hosts as they were.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class RefusalTests : LabFixture
{
    private const int Refused = 3;
    private const int FailedSafely = 4;

    private LabHost Newer => Lab[0];

    private LabHost Older => Lab[1];

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
        string xml = await Lab.GuestXmlAsync("off", Older, "--accel", "tcg");
        await DefineAsync(Older, xml);

        await RefusesAsync("domain-inactive", "off", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_DiskOnUnsharedStorage_IsRefused()
    {
        await Lab.StartGuestAsync("disk", Older, "--accel", "tcg", "--rate", "0", "--disk", "file", "--machine", "pc-i440fx-7.2");
        string before = await PictureAsync(Older, "disk");

        // On the node itself, where the file can be looked at: the preflight sees it.
        CommandResult local = await Lab.ExecAsync(Older, Cli.CommandLine("migrate", "disk", "--to", Newer.Uri, "--json"));
        Assert.That(local.ExitCode, Is.EqualTo(Refused), local.ToString());
        Assert.That(local.Output, Does.Contain("unsafe-disk"));

        // From another machine: libvirt refuses it.
        CliDocument remote = await Cli.MigrateAsync("disk", Older, Newer);
        Assert.That(remote.ExitCode, Is.EqualTo(FailedSafely), remote.ToString());
        Assert.That(remote.ReasonCodes, Has.Member("unsafe-disk"));
        Assert.That(await PictureAsync(Older, "disk"), Is.EqualTo(before), "both hosts stay as they were");
    }

    [Test]
    public async Task Migrate_MachineTypeUnknownOnDestination_IsRefused()
    {
        await Lab.StartGuestAsync("machine", Newer, "--accel", "tcg", "--rate", "0");

        await RefusesAsync("machine-type-missing", "machine", Newer, Older.Uri);
    }

    [Test]
    public async Task Migrate_CpuFeatureMissingOnDestination_IsRefused()
    {
        // QEMU's emulation learned this feature between the two releases.
        await Lab.StartGuestAsync("cpu", Newer, "--accel", "tcg", "--rate", "0", "--machine", "pc-i440fx-7.2",
            "--cpu-xml", "<cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model><feature policy='require' name='sha-ni'/></cpu>");

        await RefusesAsync("cpu-incompatible", "cpu", Newer, Older.Uri);
    }

    [Test]
    public async Task Migrate_MoreMemoryThanTheDestinationHas_IsRefused()
    {
        // As much as the kernel lets one process map: all of the machine's memory. What the guest needs besides is not there.
        string total = (await File.ReadAllLinesAsync("/proc/meminfo")).First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        long mebibytes = long.Parse(total.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
        await Lab.StartGuestAsync("large", Older, "--accel", "tcg", "--rate", "0", "--memory", $"{mebibytes - 64}MiB");

        await RefusesAsync("destination-memory", "large", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_NameTakenOnDestination_IsRefused()
    {
        string twin = await Lab.GuestXmlAsync("twin", Older, "--accel", "tcg");
        await Lab.StartGuestAsync("twin", Older, "--accel", "tcg", "--rate", "0");
        await DefineAsync(Newer, twin);

        await RefusesAsync("destination-clash", "twin", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_UuidTakenOnDestination_IsRefused()
    {
        await Lab.StartGuestAsync("original", Older, "--accel", "tcg", "--rate", "0");
        CommandResult original = await Older.VirshAsync("dumpxml", "original", "--inactive");
        await DefineAsync(Newer, original.Output.Replace("<name>original</name>", "<name>copy</name>", StringComparison.Ordinal));

        await RefusesAsync("destination-clash", "original", Older, Newer.Uri);
    }

    [Test]
    public async Task Migrate_StaleDefinitionOnDestination_IsRefusedUntilAPersonTakesItAway()
    {
        await Lab.StartGuestAsync("returned", Older, "--accel", "tcg", "--rate", "0", "--machine", "pc-i440fx-7.2");
        await DefineAsync(Newer, (await Older.VirshAsync("dumpxml", "returned", "--inactive")).Output);

        CliDocument refused = await RefusesAsync("destination-clash", "returned", Older, Newer.Uri);
        Assert.That(refused.ToString(), Does.Contain("undefine it there if it is a leftover"));

        await Newer.VirshAsync("undefine", "returned");
        CliDocument moved = await Cli.MigrateAsync("returned", Older, Newer, Lenient);
        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        Assert.That((await Older.StateAsync("returned"), await Newer.StateAsync("returned")), Is.EqualTo(((string?)null, "running")));
        CommandResult check = await Lab.CheckGuestAsync("returned");
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    [Test]
    public async Task Migrate_LimitsThatCannotBeMet_IsRefusedWithWhatWouldHaveToGive()
    {
        await Lab.StartGuestAsync("writer", Newer, "--accel", "tcg", "--memory", "256MiB",
            "--dirty", "128MiB", "--rate", "100000", "--change", "4096", "--machine", "pc-i440fx-7.2");

        CliDocument refused = await RefusesAsync("not-converging", "writer", Newer, Lab[2].Uri, options: ["--bandwidth", "20MiB/s"]);

        Assert.That(refused.Root.GetProperty("reasons")[0].GetProperty("message").GetString(), Does.Contain("--allow-post-copy"));
    }

    private async Task<CliDocument> RefusesAsync(
        string code, string guest, LabHost source, string destination, LabHost? observed = null, string[]? options = null)
    {
        string before = await PictureAsync(observed ?? source, guest);

        CliDocument refused = await Cli.JsonAsync(["-c", source.Uri, "migrate", guest, "--to", destination, .. options ?? []]);

        Assert.That(refused.ExitCode, Is.EqualTo(Refused), refused.ToString());
        Assert.That(refused.ReasonCodes, Has.Member(code), refused.ToString());
        Assert.That(await PictureAsync(observed ?? source, guest), Is.EqualTo(before), "both hosts stay as they were");
        return refused;
    }

    /// <summary>Guests and states of every host, and the guest's tunables and definition.</summary>
    private async Task<string> PictureAsync(LabHost source, string guest)
    {
        var picture = new System.Text.StringBuilder();
        foreach (LabHost host in Lab.Hosts)
        {
            CommandResult list = await host.VirshAsync("list", "--all");
            picture.AppendLine(list.Output);
        }
        foreach (string tunable in new[] { "migrate-getmaxdowntime", "migrate-getspeed", "migrate-compcache", "dumpxml" })
            picture.AppendLine((await source.VirshAsync(tunable, guest)).Output);
        return picture.ToString();
    }

    private static async Task DefineAsync(LabHost host, string xml)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, xml);
        CommandResult defined = await host.VirshAsync("define", file);
        File.Delete(file);
        Assert.That(defined.ExitCode, Is.Zero, defined.ToString());
    }

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("refuse", "trixie,bookworm", "--hosts", "3");

    private protected override Task PrepareAsync() => Lab.StartGuestAsync("idle", Older, "--accel", "tcg", "--rate", "0");
}
