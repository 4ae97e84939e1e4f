using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Encrypted links with real certificates: what a listener sees, and what becomes of a migration that cannot be encrypted.</summary>
[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
[Parallelizable]
public sealed class TlsTests(string suite) : LabFixture
{
    private const string Guest = "secret";
    private const int Refused = 3;
    private const int FailedSafely = 4;

    [SetUp]
    public Task StartGuestAsync() => Lab.StartGuestAsync(
        Guest, Source, "--accel", suite == "bookworm" ? "auto" : "tcg", "--dirty", "1MiB", "--rate", "100", "--workload", "idle=16777216");

    [TearDown]
    public Task RemoveGuestAsync() => Lab.DestroyGuestAsync(Guest);

    // Pages that are asked for in post-copy go another way through QEMU.
    [TestCase("plain")]
    [TestCase("post-copy")]
    public async Task Migrate_ByDefault_ShowsNothingOfTheMemoryOnTheLink(string strategy)
    {
        if (suite == "bookworm" && strategy == "post-copy")
            await Kvm.RequireAsync("QEMU 7.2's emulation loses memory in post-copy");

        (CliDocument migrated, double seen, long bytes) = await MigrateWatchedAsync(
            $"qemu+tls://{Target.Hostname}/system", "--strategy", strategy, "--allow-post-copy");

        await AssertMovedAsync(migrated);
        Assert.That(migrated.Text("plan.strategy"), Is.EqualTo(strategy));
        Assert.That(bytes, Is.GreaterThanOrEqualTo(migrated.Number("actual.transferBytes")), "the capture has the whole transfer");
        Assert.That(seen, Is.Zero);
    }

    [Test]
    public async Task Migrate_NoTls_ShowsTheMemoryOnTheLink()
    {
        (CliDocument migrated, double seen, _) = await MigrateWatchedAsync(Target.Uri, "--no-tls");

        await AssertMovedAsync(migrated);
        Assert.That(seen, Is.GreaterThan(0.5), "or the test above could not fail");
        Assert.That(migrated.Result.Error, Does.Contain("travels unencrypted"));
    }

    // The target's QEMU itself refuses the first two. The source's turns down the others, of which libvirt may tell only that the channel broke.
    [TestCase("expired", "certificate")]
    [TestCase("missing", "certificate")]
    [TestCase("wrong-authority", "certificate", "migration-error")]
    [TestCase("wrong-name", "certificate", "migration-error")]
    public async Task Migrate_TargetsCertificateForMemoryIsBad_FailsAndShowsNothing(string kind, params string[] reasons)
    {
        await Lab.CertificateAsync(Target, kind);
        try
        {
            (CliDocument failed, double seen, _) = await MigrateWatchedAsync(Target.Uri);

            await AssertStayedAsync(failed, FailedSafely);
            Assert.That(failed.ReasonCodes, Is.SubsetOf(reasons).And.Not.Empty, failed.ToString());
            Assert.That(seen, Is.Zero, "nothing is sent in the clear instead");
        }
        finally
        {
            await Lab.CertificateAsync(Target, "good");
        }
    }

    [TestCase("expired", Refused)]
    [TestCase("missing", Refused)]
    [TestCase("wrong-authority", FailedSafely)]
    public async Task Migrate_SourcesCertificateForMemoryIsBad_LeavesTheGuest(string kind, int exitCode)
    {
        await Lab.CertificateAsync(Source, kind);
        try
        {
            await AssertStayedAsync(await MigrateAsync(Target.Uri), exitCode);
        }
        finally
        {
            await Lab.CertificateAsync(Source, "good");
        }
    }

    [TestCase("wrong-authority")]
    [TestCase("wrong-name")]
    [TestCase("expired")]
    public async Task Migrate_TargetsDaemonShowsABadCertificate_IsRefused(string kind)
    {
        await Lab.CertificateAsync(Target, kind, control: true);
        try
        {
            CliDocument refused = await MigrateAsync(Target.Uri);

            await AssertStayedAsync(refused, Refused);
            Assert.That(refused.ReasonCodes, Has.Member("destination-unreachable"), refused.ToString());
        }
        finally
        {
            await Lab.CertificateAsync(Target, "good", control: true);
        }
    }

    [Test]
    public async Task Migrate_NoVerify_IsWrongUsageThoughLibvirtWouldTakeIt()
    {
        string unverified = Target.Uri + "?no_verify=1";
        await Lab.CertificateAsync(Target, "wrong-name", control: true);
        try
        {
            CommandResult virsh = await Lab.ExecAsync(Source, "virsh", "-c", unverified, "hostname");
            Assert.That(virsh.ExitCode, Is.Zero, virsh.ToString());

            CommandResult target = await Lab.ExecAsync(Source, Cli.CommandLine("migrate", Guest, "--to", unverified));
            CommandResult source = await Lab.ExecAsync(Source, Cli.CommandLine("-c", unverified, "migrate", Guest, "--to", Target.Uri));

            Assert.That((target.ExitCode, source.ExitCode), Is.EqualTo((2, 2)), $"{target}{source}");
            Assert.That(target.Error, Does.Contain("no_verify=1"));
            Assert.That(await Source.StateAsync(Guest), Is.EqualTo("running"));
        }
        finally
        {
            await Lab.CertificateAsync(Target, "good", control: true);
        }
    }

    [Test]
    public async Task Doctor_GoodCertificates_FindsThemInTheFoldersOfItsHost()
    {
        CommandResult result = await Lab.ExecAsync(Source, Cli.CommandLine("doctor", "--to", Target.Uri, "--json"));

        using var document = JsonDocument.Parse(result.Output);
        Dictionary<string, string?> outcomes = document.RootElement.GetProperty("checks").EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("outcome").GetString());
        foreach (string check in new[] { "certificates", "control-link", "destination-certificate" })
            Assert.That(outcomes[check], Is.EqualTo("passed"), result.ToString());
    }

    private async Task<(CliDocument Document, double Seen, long Bytes)> MigrateWatchedAsync(string destination, params string[] options)
    {
        MemorySlices slices = await MemorySlices.ReadAsync(Source, Guest);
        using LinkCapture capture = await LinkCapture.StartAsync(Source);
        CliDocument document = await MigrateAsync(destination, options);
        byte[] link = await capture.StopAsync();
        return (document, slices.ShareIn(link), link.LongLength);
    }

    // As an operator on the source has it: the host's own daemon, the host's own certificates.
    private async Task<CliDocument> MigrateAsync(string destination, params string[] options)
    {
        CommandResult result = await Lab.ExecAsync(Source, Cli.CommandLine(["migrate", Guest, "--to", destination, .. Lenient, .. options, "--json"]));
        Assert.That(result.Output, Is.Not.Empty, result.ToString());
        return new(result, JsonDocument.Parse(result.Output).RootElement);
    }

    private async Task AssertMovedAsync(CliDocument migrated)
    {
        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());
        Assert.That(migrated.Text("result"), Is.EqualTo("completed"));
        Assert.That(await Source.StateAsync(Guest), Is.Null);
        Assert.That(await Target.StateAsync(Guest), Is.EqualTo("running"));
        await AssertWholeAsync();
    }

    private async Task AssertStayedAsync(CliDocument document, int exitCode)
    {
        Assert.That(document.ExitCode, Is.EqualTo(exitCode), document.ToString());
        Assert.That(await Source.StateAsync(Guest), Is.EqualTo("running"));
        Assert.That(await Target.StateAsync(Guest), Is.Null);
        await AssertWholeAsync();
    }

    private async Task AssertWholeAsync()
    {
        CommandResult check = await Lab.CheckGuestAsync(Guest);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync($"tls-{suite}", suite, "--tls", "--link", "30MiB/s");

    private protected override ShadowMigCli CreateCli() => new("{}", [], encrypted: true);
}
