using System.Globalization;
using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>A node has no more room, on disk or in memory, when a guest is to move.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class ScarcityTests : LabFixture
{
    private const string Guest = "subject";
    private const string JournalFolder = "/var/lib/libvirt/shadowmig";
    private const int Refused = 3;
    private const int FailedSafely = 4;

    private static readonly string[] Small = ["--memory", "96MiB", "--dirty", "2MiB", "--rate", "100", "--workload", "idle=41943040 pass=400"];

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("scarce", "trixie", "--link", "16MiB/s");

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    // Where definitions stand, and where libvirtd writes down what runs.
    [TestCase("/etc/libvirt/qemu")]
    [TestCase("/run/libvirt/qemu")]
    public async Task Migrate_TargetCannotWriteItsConfiguration_LeavesTheGuestOnTheSource(string folder)
    {
        await StartAsync(Small);
        await using SmallDisk disk = await SmallDisk.LayForDaemonAsync(Lab, Target, folder);
        await disk.FillAsync();

        CliDocument failed = await Cli.MigrateAsync(Guest, Source, Target, Lenient);

        Assert.That(failed.ExitCode, Is.EqualTo(FailedSafely), failed.ToString());
        await AssertRunsOnlyOnAsync(Guest, Source);
        await disk.FreeAsync();
        await AssertMovesAsync();
        await Lab.DestroyGuestAsync(Guest);
    }

    [Test]
    public async Task Migrate_TargetsImageFolderIsFull_MovesAllTheSame()
    {
        await StartAsync(Small);
        await using SmallDisk disk = await SmallDisk.LayForDaemonAsync(Lab, Target, "/var/lib/libvirt/images");
        await disk.FillAsync();

        await AssertMovesAsync();
    }

    [Test]
    public async Task Migrate_JournalsDiskIsFull_BeginsNothingUntilThereIsRoom()
    {
        await StartAsync(Small);
        await using SmallDisk disk = await SmallDisk.LayAsync(Lab, Source, JournalFolder);
        using ShadowMigCli cli = WithJournal();
        await disk.FillAsync();

        CommandResult failed = await MigrateAsync(cli);

        Assert.That(failed.ExitCode, Is.EqualTo(Refused), failed.ToString());
        Assert.That(failed.Error + failed.Output, Does.Contain("journal").And.Contain("full"));
        await AssertRunsOnlyOnAsync(Guest, Source);
        await disk.FreeAsync();
        CommandResult again = await MigrateAsync(cli);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        await AssertRunsOnlyOnAsync(Guest, Target);
    }

    [Test]
    public async Task Migrate_JournalsDiskFillsUpMeanwhile_ArrivesAndIsSettledLater()
    {
        await StartAsync(Small);
        await using SmallDisk disk = await SmallDisk.LayAsync(Lab, Source, JournalFolder);
        using ShadowMigCli cli = WithJournal();
        using RunningCommand migration = RunningCommand.Start(Repository.Script("lab"), ["exec", "--name", Lab.Name, Source.Name, .. MigrateLine(cli)]);
        await UntilJobAsync(migration, Source, Guest);
        await disk.FillAsync();

        CommandResult ended = await migration.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        using var report = JsonDocument.Parse(ended.Output);
        Assert.That(report.RootElement.GetProperty("result").GetString(), Is.EqualTo("completed"));
        Assert.That(ended.Error, Does.Contain("full"));
        await AssertRunsOnlyOnAsync(Guest, Target);

        await disk.FreeAsync();
        CommandResult recovered = await Lab.ExecAsync(Source, cli.CommandLine("recover"));
        Assert.That(recovered.ExitCode, Is.Zero, recovered.ToString());
        CommandResult status = await Lab.ExecAsync(Source, cli.CommandLine("status", "--json"));
        using var open = JsonDocument.Parse(status.Output);
        Assert.That(open.RootElement.GetProperty("migrations").GetArrayLength(), Is.Zero, status.ToString());
    }

    // What the host has free is the machine's; that its libvirtd may give no QEMU so much shows only when the target's is started.
    [Test]
    public async Task Migrate_TargetIsShortOfMemoryAfterTheReservation_LeavesTheGuestOnTheSource()
    {
        await StartAsync("--memory", "3072MiB", "--dirty", "1MiB", "--rate", "10", "--workload", "pass=400");
        string daemon = $"{await Target.DaemonAsync()}";
        await LimitAsync(daemon, $"{await AddressSpaceAsync(daemon) + (512L << 20)}");

        CliDocument failed = await Cli.MigrateAsync(Guest, Source, Target, Lenient);
        await LimitAsync(daemon, "unlimited");

        Assert.That(failed.ExitCode, Is.EqualTo(FailedSafely), failed.ToString());
        Assert.That(failed.ReasonCodes, Has.Member("destination-memory"), failed.ToString());
        await AssertRunsOnlyOnAsync(Guest, Source);
        CliDocument nodes = await Cli.JsonAsync("status");
        Assert.That(nodes.At("migrations").GetArrayLength(), Is.Zero);
        await AssertMovesAsync();
    }

    private Task<string> StartAsync(params string[] options) => Lab.StartGuestAsync(Guest, Source, ["--accel", "auto", .. options]);

    private ShadowMigCli WithJournal() => new("""{ "LeaseSeconds": 5 }""", Lab.Hosts, journal: JournalFolder + "/journal.db");

    private string[] MigrateLine(ShadowMigCli cli) => cli.CommandLine(["-c", Source.Uri, "migrate", Guest, "--to", Target.Uri, .. Lenient, "--json"]);

    private Task<CommandResult> MigrateAsync(ShadowMigCli cli) => Lab.ExecAsync(Source, MigrateLine(cli));

    // The soft limit alone: raising the hard one again may be denied.
    private static async Task LimitAsync(string process, string bytes) => await Command.OutputAsync(
        TimeSpan.FromSeconds(5), "prlimit", "--pid", process, $"--as={bytes}:");

    private static async Task<long> AddressSpaceAsync(string process)
    {
        string line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).First(l => l.StartsWith("VmSize:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    private async Task AssertMovesAsync()
    {
        CliDocument moved = await Cli.MigrateAsync(Guest, Source, Target, Lenient);
        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        await AssertRunsOnlyOnAsync(Guest, Target);
    }
}
