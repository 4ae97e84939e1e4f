using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>The ports that libvirt lets migrations arrive at.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class PortTests : LabFixture
{
    private const string Guest = "guest";
    private const string TakePorts = """
        for my $port (@ARGV) {
            socket(my $socket, PF_INET, SOCK_STREAM, 0);
            bind($socket, sockaddr_in($port, INADDR_ANY)) or die;
            listen($socket, 1);
            push @taken, $socket;
        }
        $| = 1;
        print "taken\n";
        sleep 60;
        """;

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("port", "bookworm", "--migration-ports", "49152-49153");

    [SetUp]
    public Task StartGuestAsync() => Lab.StartGuestAsync(Guest, Source, "--accel", "auto", "--rate", "0");

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    [Test]
    public async Task Migrate_EveryMigrationPortTaken_FailsWithTheGuestOnTheSource()
    {
        using (await TakeAsync("49152", "49153"))
        {
            CliDocument refused = await Cli.MigrateAsync(Guest, Source, Target);

            Assert.That(refused.ExitCode, Is.AnyOf(3, 4), refused.ToString());
            Assert.That(refused.ReasonCodes, Has.Member("no-free-port"), refused.ToString());
            await AssertRunsOnlyOnAsync(Guest, Source);
        }

        await AssertMovesAsync();
    }

    [Test]
    public async Task Migrate_MigrationPortsFiltered_FailsWithTheGuestOnTheSource()
    {
        // Two further attempts to connect, about 7 s, instead of the two minutes that six take.
        await Lab.ExecAsync(Source, "sysctl", "-q", "-w", "net.ipv4.tcp_syn_retries=2");
        await Lab.CutAsync(Target, "data");

        CliDocument failed = await Cli.MigrateAsync(Guest, Source, Target);
        await Lab.CutAsync(Target, "none");

        Assert.That(failed.ExitCode, Is.EqualTo(4), failed.ToString());
        Assert.That(failed.ReasonCodes, Has.Member("destination-unreachable"), failed.ToString());
        await AssertRunsOnlyOnAsync(Guest, Source);
        await AssertMovesAsync();
    }

    private async Task<RunningCommand> TakeAsync(params string[] ports)
    {
        RunningCommand listener = RunningCommand.Start(
            Repository.Script("lab"), ["exec", "--name", Lab.Name, Target.Name, "perl", "-MSocket", "-e", TakePorts, .. ports]);
        for (int attempt = 0; attempt < 50 && !listener.Output.Contains("taken", StringComparison.Ordinal); attempt++)
            await Task.Delay(100);
        Assert.That(listener.Output, Does.Contain("taken"), listener.Error);
        return listener;
    }

    private async Task AssertMovesAsync()
    {
        CliDocument moved = await Cli.MigrateAsync(Guest, Source, Target, Lenient);
        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        await AssertRunsOnlyOnAsync(Guest, Target);
    }
}
