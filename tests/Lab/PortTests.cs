using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
public sealed class PortTests
{
    private const string TakePorts = """
        for my $port (49152, 49153) {
            socket(my $socket, PF_INET, SOCK_STREAM, 0);
            bind($socket, sockaddr_in($port, INADDR_ANY)) or die;
            listen($socket, 1);
            push @taken, $socket;
        }
        sleep 60;
        """;

    [Test]
    public async Task Migrate_EveryMigrationPortTaken_FailsWithTheGuestOnTheSource()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("port", "bookworm", "--migration-ports", "49152-49153");
        using var cli = new ShadowMigCli();
        await lab.StartGuestAsync("guest", lab[0], "--accel", "tcg", "--rate", "0");
        using var listener = RunningCommand.Start(Repository.Script("lab"), "exec", "--name", lab.Name, lab[1].Name,
            "perl", "-MSocket", "-e", TakePorts);
        await Task.Delay(1000);

        CliDocument refused = await cli.MigrateAsync("guest", lab[0], lab[1]);

        Assert.That(refused.ExitCode, Is.AnyOf(3, 4), refused.ToString());
        Assert.That(refused.ReasonCodes, Has.Member("no-free-port"), refused.ToString());
        Assert.That(await lab[0].StateAsync("guest"), Is.EqualTo("running"));
        Assert.That(await lab[1].StateAsync("guest"), Is.Null);
    }
}
