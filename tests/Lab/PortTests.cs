using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
public sealed class PortTests
{
    [Test]
    public async Task Migrate_EveryMigrationPortTaken_FailsWithTheGuestOnTheSource()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("port", "bookworm", "--migration-ports", "49152-49152");
        using var cli = new ShadowMigCli();
        await lab.StartGuestAsync("guest", lab[0], "--accel", "tcg", "--rate", "0");
        using var listener = RunningCommand.Start(Repository.Script("lab"), "exec", "--name", lab.Name, lab[1].Name,
            "perl", "-MSocket", "-e", "socket(S,PF_INET,SOCK_STREAM,0); bind(S,sockaddr_in(49152,INADDR_ANY)) or die; listen(S,1); print qq(taken\n); $|=1; sleep 60");
        await Task.Delay(1000);

        CliDocument refused = await cli.MigrateAsync("guest", lab[0], lab[1]);

        Assert.That(refused.ExitCode, Is.AnyOf(3, 4), refused.ToString());
        Assert.That(refused.ReasonCodes, Has.Member("no-free-port"), refused.ToString());
        Assert.That(await lab[0].StateAsync("guest"), Is.EqualTo("running"));
        Assert.That(await lab[1].StateAsync("guest"), Is.Null);
    }
}
