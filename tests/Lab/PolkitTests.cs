using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>
/// Hosts whose libvirtd asks polkit at each call, with the rule that the package ships: what the service's user may do, and what nobody else may.
/// </summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class PolkitTests : LabFixture
{
    private const string Guest = "web";
    private const string Traveller = "traveller";

    // As the package makes it; beside it one more member of the group libvirt, and one of none.
    private const string Service = "shadowmig";
    private const string Neighbour = "neighbour";
    private const string Stranger = "stranger";
    private const string Denied = "access denied";
    private static readonly string[] Small = ["--accel", "auto", "--dirty", "1MiB", "--rate", "100"];

    [Test]
    public async Task Service_WatchesPlansAndMigrates_AndIsDeniedNothing()
    {
        await Lab.StartGuestAsync(Traveller, Source, Small);
        int denials = Denials();

        await SucceedAsync("doctor", "--to", Target.Uri);
        await SucceedAsync("observe", Traveller, "--probe");
        await SucceedAsync(["plan", Traveller, "--to", Target.Uri, .. Lenient]);
        CommandResult migrated = await SucceedAsync(["migrate", Traveller, "--to", Target.Uri, .. Lenient, "--json"]);

        using var document = JsonDocument.Parse(migrated.Output);
        Assert.That(document.RootElement.GetProperty("result").GetString(), Is.EqualTo("completed"), migrated.ToString());
        await AssertRunsOnlyOnAsync(Traveller, Target);
        Assert.That(Denials(), Is.EqualTo(denials), "no call was turned down, on either host");
    }

    [Test]
    public async Task Service_Serves_SamplesTheGuests()
    {
        int denials = Denials();
        using RunningCommand serve = RunningCommand.Start(
            Repository.Script("lab"), ["exec", "--name", Lab.Name, Source.Name, .. As(Service), .. Cli.CommandLine("serve")]);

        string metrics = await UntilScrapedAsync(serve, "shadowmig_domain_memory_resident_bytes");

        Assert.That(metrics, Does.Contain("shadowmig_collector_up 1"));
        Assert.That(Denials(), Is.EqualTo(denials), serve.Error);
    }

    [Test]
    public async Task Service_CallsThatItDoesNotMake_AreDenied()
    {
        string definition = Path.Combine(Folder, "guest.xml");
        await File.WriteAllTextAsync(definition, await Lab.GuestXmlAsync("other", Source));
        string file = Path.Combine(Folder, "file");

        await AssertDeniedAsync(
            Service,
            ["define", definition], ["snapshot-create", Guest], ["managedsave", Guest], ["dump", Guest, file], ["reboot", Guest],
            ["send-key", Guest, "KEY_A"], ["screenshot", Guest, file], ["domrename", Guest, "other"],
            ["secret-list"], ["net-list"], ["pool-list"], ["nodedev-list"]);
    }

    // docs/security.md says so: libvirt has no permission as fine as the call that is needed.
    [Test]
    public async Task Service_CallsThatComeWithItsPermissions_AreAllowed()
    {
        const string Other = "other";
        await Lab.StartGuestAsync(Other, Source, "--accel", "auto");
        foreach (string[] call in (string[][])[["qemu-monitor-command", Other, "--hmp", "info status"], ["destroy", Other], ["start", Other], ["destroy", Other]])
        {
            CommandResult result = await VirshAsync(Service, "qemu:///system", call);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
        }
        await Lab.DestroyGuestAsync(Other);
    }

    [Test]
    public async Task Neighbour_OfTheGroupLibvirt_MayLookAndNoMore()
    {
        CommandResult look = await VirshAsync(Neighbour, "qemu:///system", "domstate", Guest);

        Assert.That(look.Output, Does.Contain("running"), look.ToString());
        await AssertDeniedAsync(
            Neighbour,
            ["destroy", Guest], ["suspend", Guest], ["undefine", Guest], ["migrate-setmaxdowntime", Guest, "100"], ["domjobabort", Guest],
            ["qemu-monitor-command", Guest, "--hmp", "info status"]);
    }

    [Test]
    public async Task Stranger_OutsideTheGroup_GetsAReadOnlyConnectionAtMost()
    {
        const int Refused = 3;
        CommandResult write = await VirshAsync(Stranger, "qemu:///system", "domstate", Guest);
        CommandResult read = await Lab.ExecAsync(Source, [.. As(Stranger), "virsh", "-r", "-c", "qemu:///system", "domstate", Guest]);
        CommandResult observe = await Lab.ExecAsync(Source, [.. As(Stranger), ShadowMigCli.Executable, "observe", Guest]);

        Assert.That(write.Error, Does.Contain("org.libvirt.unix.manage"), write.ToString());
        Assert.That(read.Output, Does.Contain("running"), read.ToString());
        Assert.That(observe.ExitCode, Is.EqualTo(Refused), observe.ToString());
        Assert.That(observe.Error, Does.Contain("org.libvirt.unix.manage"));
    }

    // root included: polkit knows callers by their process, and one behind a network connection has none here.
    [TestCase("root")]
    [TestCase(Service)]
    public async Task Anybody_OverTheNetwork_IsDenied(string user)
    {
        CommandResult result = await VirshAsync(user, $"qemu+tcp://{Target.Address}/system", "hostname");

        Assert.That(result.ExitCode, Is.Not.Zero, result.ToString());
        Assert.That(result.Error, Does.Contain(Denied));
    }

    private async Task AssertDeniedAsync(string user, params string[][] calls)
    {
        foreach (string[] call in calls)
        {
            CommandResult result = await VirshAsync(user, "qemu:///system", call);
            Assert.That(result.ExitCode, Is.Not.Zero, result.ToString());
            Assert.That(result.Error, Does.Contain(Denied), result.ToString());
        }
        Assert.That(await Source.StateAsync(Guest), Is.EqualTo("running"));
    }

    private string Folder => Path.GetDirectoryName(Cli.ConfigurationFile)!;

    private static string[] As(string user) => ["setpriv", "--reuid", user, "--regid", user, "--init-groups"];

    private Task<CommandResult> VirshAsync(string user, string uri, params string[] arguments) =>
        Lab.ExecAsync(Source, [.. As(user), "virsh", "-c", uri, .. arguments]);

    private async Task<CommandResult> SucceedAsync(params string[] arguments)
    {
        CommandResult result = await Lab.ExecAsync(Source, [.. As(Service), .. Cli.CommandLine(arguments)]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result;
    }

    private async Task<string> UntilScrapedAsync(RunningCommand serve, string metric)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            CommandResult scrape = await Lab.ExecAsync(Source, "curl", "-s", "--max-time", "5", "http://127.0.0.1:9753/metrics");
            if (scrape.Output.Contains($"{metric}{{domain=\"{Guest}\"", StringComparison.Ordinal))
                return scrape.Output;
            await Task.Delay(200);
        }
        throw new TimeoutException($"no {metric} of {Guest} after 100 scrapes: {serve.Output}{serve.Error}");
    }

    // libvirtd logs each: polkit said no, or there is nobody to ask about.
    private int Denials() => Lab.Hosts.Sum(h => File.ReadLines(Path.Combine(h.Directory, "log", "libvirtd.log"))
        .Count(l => l.Contains("EnsureACL", StringComparison.Ordinal) || l.Contains("virPolkitCheckAuth", StringComparison.Ordinal)));

    private protected override Task<VirtualLab> BringUpAsync()
    {
        VirtualLab.Require("/usr/lib/polkit-1/polkitd", "polkitd");
        VirtualLab.Require("/usr/bin/dbus-daemon", "dbus-daemon");
        VirtualLab.Require("/usr/sbin/sshd", "openssh-server");
        return VirtualLab.UpAsync("polkit", "bookworm", "--polkit", "--ssh");
    }

    // Each call waits for polkit, too; how long a machine that is busy with other tests takes for it is not the subject.
    private protected override ShadowMigCli CreateCli() =>
        new("{}", [], monitoring: """{ "ObservationPeriods": ["1s"], "ObservationBudget": "1s", "CallBound": "30s" }""");

    private protected override async Task PrepareAsync()
    {
        await Command.OutputAsync(TimeSpan.FromSeconds(10), "chmod", "0711", Folder);
        await Lab.ExecAsync(Source, "chown", "-R", Service, Folder);
        CommandResult open = await Lab.ExecAsync(Source, [.. As(Service), "test", "-r", ShadowMigCli.Executable]);
        if (open.ExitCode != 0)
            Assert.Ignore($"only root can read {ShadowMigCli.Executable}, so no other user can run it: put the checkout where others may read");
        await Lab.StartGuestAsync(Guest, Source, Small);
    }
}
