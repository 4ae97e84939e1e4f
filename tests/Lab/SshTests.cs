using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Commands over ssh, memory over TLS: what works, whom ssh does not take for the node, and that nothing waits for an answer.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class SshTests : LabFixture
{
    private const string Guest = "remote";
    private const string Traveller = "traveller";
    private const int WrongUsage = 2;
    private const int Refused = 3;
    private const int FailedSafely = 4;
    private static readonly string[] Small = ["--accel", "auto", "--dirty", "1MiB", "--rate", "100"];

    [Test]
    public async Task Migrate_BothNodesOverSsh_MovesTheGuest()
    {
        await Lab.StartGuestAsync(Traveller, Source, Small);

        CliDocument migrated = await MigrateAsync(Source, Target.Uri, Traveller);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("result"), Is.EqualTo("completed"));
        Assert.That(migrated.Result.Error, Does.Not.Contain("unencrypted").And.Not.Contain("in the clear"));
        await AssertRunsOnlyOnAsync(Traveller, Target);
    }

    [Test]
    public async Task Migrate_TargetShowsAnotherKey_IsRefusedBeforeAnythingBegins()
    {
        using var _ = new KnownHosts(Source, line => line.Contains(Target.Address, StringComparison.Ordinal) ? $"{Target.Address} {KeyOf(Source)}" : line);

        CliDocument refused = await MigrateAsync(Source, Target.Uri);

        await AssertStayedAsync(refused, Refused);
        Assert.That(refused.ReasonCodes, Is.EqualTo(new[] { "destination-unreachable" }), refused.ToString());
        Assert.That(refused.Result.Error, Does.Contain("shows another ssh key (SHA256:").And.Contain($"ssh-keygen -R {Target.Address}"));
    }

    [Test]
    public async Task Migrate_TargetIsUnknownToSsh_IsRefused()
    {
        using var _ = new KnownHosts(Source, line => line.Contains(Target.Address, StringComparison.Ordinal) ? null : line);

        CliDocument refused = await MigrateAsync(Source, Target.Uri);

        await AssertStayedAsync(refused, Refused);
        Assert.That(refused.Result.Error, Does.Contain("not known here").And.Contain("known_hosts"));
    }

    // ShadowMig reaches both nodes from the target; the source's daemon, which opens the target's URI itself, does not know it.
    [Test]
    public async Task Migrate_SourcesDaemonDoesNotKnowTheTarget_FailsAndTheGuestStays()
    {
        using var _ = new KnownHosts(Source, line => line.Contains(Target.Address, StringComparison.Ordinal) ? null : line);

        CliDocument failed = await MigrateAsync(Target, Target.Uri);

        await AssertStayedAsync(failed, FailedSafely);
        Assert.That(failed.Result.Output, Does.Contain("Host key verification failed"), failed.ToString());
    }

    [Test]
    public async Task Migrate_NoVerify_IsWrongUsage()
    {
        CommandResult result = await Lab.ExecAsync(Source, Cli.CommandLine("migrate", Guest, "--to", Target.Uri + "&no_verify=1"));

        Assert.That(result.ExitCode, Is.EqualTo(WrongUsage), result.ToString());
        Assert.That(result.Error, Does.Contain("'no_verify=1' must be left out"));
    }

    [Test]
    public async Task Migrate_KeyWithAPassphraseAtATerminal_AsksNobody()
    {
        string key = Path.Combine(Target.Directory, "ssh", "locked_key");
        await Command.OutputAsync(TimeSpan.FromSeconds(20), "ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", key);
        File.AppendAllText(Path.Combine(Target.Directory, "ssh", "authorized_keys"), File.ReadAllText(key + ".pub"));
        string uri = $"qemu+ssh://root@{Target.Address}/system?keyfile={key}";

        // In the foreground, or it has no terminal to ask at.
        CommandResult ssh = await AtTerminalAsync("timeout", "--foreground", "8", "ssh", "-i", key, $"root@{Target.Address}", "true");
        CommandResult refused = await AtTerminalAsync(Cli.CommandLine("migrate", Guest, "--to", uri, "--json"));

        Assert.That(ssh.Output, Does.Contain("Enter passphrase"), "or the test could not fail");
        Assert.That(refused.ExitCode, Is.EqualTo(Refused), refused.ToString());
        Assert.That(refused.Output, Does.Not.Contain("Enter passphrase"));
        Assert.That(refused.Output, Does.Contain("nobody is asked for a password here").And.Contain("keyfile="));
    }

    private static string KeyOf(LabHost host) => File.ReadAllText(Path.Combine(host.Directory, "ssh", "host_key.pub")).Trim();

    private async Task<CliDocument> MigrateAsync(LabHost from, string destination, string guest = Guest)
    {
        CommandResult result = await Lab.ExecAsync(
            from, Cli.CommandLine(["-c", Source.Uri, "migrate", guest, "--to", destination, .. Lenient, "--json"]));
        Assert.That(result.Output, Is.Not.Empty, result.ToString());
        return new(result, JsonDocument.Parse(result.Output).RootElement);
    }

    private async Task AssertStayedAsync(CliDocument document, int exitCode)
    {
        Assert.That(document.ExitCode, Is.EqualTo(exitCode), document.ToString());
        Assert.That(await Source.StateAsync(Guest), Is.EqualTo("running"));
        Assert.That(await Target.StateAsync(Guest), Is.Null);
    }

    // Somebody sits there and types nothing: a pipe that this command itself holds open.
    private Task<CommandResult> AtTerminalAsync(params string[] command) => Lab.ExecAsync(
        Source, "bash", "-c", "rm -f \"$2\"; mkfifo \"$2\"; exec script -qec \"$1\" /dev/null <> \"$2\"", "terminal",
        string.Join(' ', command.Select(c => $"'{c}'")), Cli.ConfigurationFile + ".keyboard");

    private protected override Task<VirtualLab> BringUpAsync()
    {
        VirtualLab.Require("/usr/sbin/sshd", "openssh-server");
        return VirtualLab.UpAsync("ssh", "bookworm", "--tls", "--ssh");
    }

    private protected override Task PrepareAsync() => Lab.StartGuestAsync(Guest, Source, Small);

    private protected override ShadowMigCli CreateCli() => new("{}", [], encrypted: true);

    /// <summary>Changes what a host's ssh knows of others, and takes it back.</summary>
    private sealed class KnownHosts : IDisposable
    {
        private readonly string _file;
        private readonly string[] _before;

        public KnownHosts(LabHost host, Func<string, string?> change)
        {
            _file = Path.Combine(host.Directory, "ssh", "known_hosts");
            _before = File.ReadAllLines(_file);
            File.WriteAllLines(_file, _before.Select(change).OfType<string>());
        }

        public void Dispose() => File.WriteAllLines(_file, _before);
    }
}
