using System.Text;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Output;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class ExitCodeTests
{
    private static readonly string[] Migrate = ["migrate", "web", "--to", Samples.DestinationUri];

    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp() => _line = new();

    [TestCase(MigrationResult.Completed, 0)]
    [TestCase(MigrationResult.Failed, 4)]
    [TestCase(MigrationResult.Unknown, 5)]
    [TestCase(MigrationResult.Cancelled, 130)]
    public async Task Migrate_EachResult_HasItsExitCode(MigrationResult result, int expected)
    {
        _line.SetReport(Samples.ReportOf(result));

        Assert.That(await _line.RunAsync(Migrate), Is.EqualTo(expected));
    }

    [TestCase(MigrationResult.Completed, 5)]
    [TestCase(MigrationResult.Failed, 4)]
    [TestCase(MigrationResult.Unknown, 5)]
    [TestCase(MigrationResult.Cancelled, 130)]
    public async Task Migrate_OutputCannotBeWritten_RunsToItsEndAndNeverExits0(MigrationResult result, int expected)
    {
        _line.SetReport(Samples.ReportOf(result));

        foreach (string[] args in new string[][] { Migrate, [.. Migrate, "--json"] })
        {
            (int exitCode, string error) = await RunOnFullDiskAsync(args);
            Assert.That(exitCode, Is.EqualTo(expected));
            Assert.That(error, Does.Contain("could not be written: No space left on device").And.Not.Contain("JournalPath"));
        }

        _line.Migrator.Verify(
            m => m.MigrateAsync(It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()),
            Times.Exactly(2));
    }

    [TestCase("history", "--json")]
    [TestCase("status")]
    [TestCase("man")]
    [TestCase("--help")]
    public async Task OutputCannotBeWritten_Exits5AndSaysSo(params string[] args)
    {
        (int exitCode, string error) = await RunOnFullDiskAsync(args);

        Assert.That((exitCode, error), Is.EqualTo(
            (5, $"shadowmig: standard output could not be written: No space left on device; what the command did stands{Environment.NewLine}")));
    }

    [TestCase("plan")]
    [TestCase("migrate")]
    public async Task NoGo_Exits3_AndMigratesNothing(string command)
    {
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Returns(Samples.NoGo);

        int exitCode = await _line.RunAsync(command, "web", "--to", Samples.DestinationUri);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(3));
            Assert.That(_line.Error, Does.Contain(ReasonCodes.DowntimeLimit).And.Contain("nothing was changed"));
            _line.Migrator.VerifyNoOtherCalls();
        });
    }

    [Test]
    public async Task Migrate_PreflightFails_Exits3WithItsReasonAndObservesNothing()
    {
        _line.Preflight.Setup(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Samples.Preflight with
            {
                Checks = [new("disks", CheckOutcome.Failed, "vda", new(ReasonCodes.UnsafeDisk, "vda lies on a local file"))],
            });

        int exitCode = await _line.RunAsync(Migrate);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(3));
            Assert.That(_line.Error, Does.Contain("vda lies on a local file (unsafe-disk)"));
            Assert.That(_line.Output, Does.Contain("disks").And.Contain("no-go"));
            _line.Observer.VerifyNoOtherCalls();
            _line.Migrator.VerifyNoOtherCalls();
        });
    }

    [Test]
    public async Task Plan_SourceOutOfReach_Exits3WithoutAStackTrace()
    {
        _line.Connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.SystemError, 7, LibvirtErrorLevel.Error, "no socket"));

        int exitCode = await _line.RunAsync("plan", "web", "--to", Samples.DestinationUri);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(3));
            Assert.That(_line.Error, Does.Contain("no socket").And.Contain(ReasonCodes.SourceUnreachable).And.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task Migrate_WithoutDestination_Exits2AndSaysWhatToDo()
    {
        int exitCode = await _line.RunAsync("migrate", "web");

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(_line.Error, Does.Contain("no nodes").And.Contain("--to"));
            _line.Connector.VerifyNoOtherCalls();
        });
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Plan_DaemonHangsBeforeTheClose_Exits0AllTheSame(CancellationToken token)
    {
        using ManualResetEventSlim released = new(), closing = new();
        _line.Connection.Setup(c => c.Dispose()).Callback(() =>
        {
            closing.Set();
            released.Wait(CancellationToken.None);
        });
        Task<int> plan = Task.Run(() => _line.RunAsync("plan", "web", "--to", Samples.DestinationUri), token);
        while (!plan.IsCompleted && !token.IsCancellationRequested)
        {
            if (closing.IsSet)
                _line.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        bool ended = plan.IsCompleted;
        released.Set();
        Assert.That((ended, await plan), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task Migrate_DryRun_OnlyPlans()
    {
        int exitCode = await _line.RunAsync([.. Migrate, "--dry-run"]);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            _line.Migrator.VerifyNoOtherCalls();
        });
    }

    [TestCase("bogus")]
    [TestCase("observe")]
    [TestCase("plan", "web", "--to", "x", "--tls", "--no-tls")]
    [TestCase("plan", "web", "--to", "x", "--profile", "nobody")]
    [TestCase("plan", "web", "--to", "qemu+tls://x/system?no_verify=1")]
    [TestCase("migrate", "web", "--to", "qemu+tls://x/system?no_verify=1")]
    [TestCase("doctor", "--to", "qemu+ssh://x/system?no_verify=1")]
    [TestCase("-c", "qemu+tls://x/system?no_verify=1", "status")]
    [TestCase("observe", "web", "--connect", "qemu+tls://x/system?no_verify=1")]
    [TestCase("status", "--config", "/no/such/file.json")]
    [TestCase("history", "no-such-id")]
    public async Task WrongUsage_Exits2_OnStandardErrorOnly(params string[] args)
    {
        int exitCode = await _line.RunAsync(args);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(_line.Output, Is.Empty);
            Assert.That(_line.Error, Is.Not.Empty.And.Not.Contain("   at "));
        });
    }

    [TestCase("--max-downtime", "300", "write for example 300ms")]
    [TestCase("--max-downtime", "0ms", "more than zero")]
    [TestCase("--max-total-time", "soon", "write for example 300ms, 2s or 5m")]
    [TestCase("--bandwidth", "100", "write for example 100MiB/s")]
    [TestCase("--bandwidth", "1KiB/s", "below 1MiB/s")]
    [TestCase("--max-slowdown", "150%", "write for example 50%")]
    public async Task Plan_WrongLimit_SaysWhatToWrite(string option, string value, string advice)
    {
        int exitCode = await _line.RunAsync("plan", "web", "--to", "x", option, value);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(_line.Error, Does.Contain(option).And.Contain(value).And.Contain(advice));
        });
    }

    [TestCase("1.5s")]
    [TestCase("90s")]
    [TestCase("1s,,2s")]
    public async Task Observe_WrongPeriods_SaysWhatToWrite(string periods)
    {
        int exitCode = await _line.RunAsync("observe", "web", "--periods", periods);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(_line.Error, Does.Contain("--periods").And.Contain("write for example"));
        });
    }

    [Test]
    public async Task Observe_UnknownDomain_Exits3()
    {
        int exitCode = await _line.RunAsync("observe", "nobody");

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(3));
            Assert.That(_line.Error, Does.Contain(ReasonCodes.UnknownDomain));
        });
    }

    [Test]
    public async Task Migrate_Cancelled_AsksTheMigratorToAbortAndReportsIt()
    {
        using CancellationTokenSource cancellation = new();
        _line.Migrator.Setup(m => m.MigrateAsync(
            It.IsAny<MigrationPlan>(), It.IsAny<string>(), It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()))
            .Returns(async (MigrationPlan _, string _, IProgress<MigrationProgress>? _, CancellationToken token) =>
            {
                await cancellation.CancelAsync();
                return token.IsCancellationRequested ? Samples.ReportOf(MigrationResult.Cancelled) : Samples.Report;
            });

        int exitCode = await _line.RunAsync(cancellation.Token, Migrate);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(130));
            Assert.That(_line.Error, Does.Contain("safe on the source"));
        });
    }

    [Test]
    public async Task Plan_CancelledWhileObserving_Exits130()
    {
        using CancellationTokenSource cancellation = new();
        _line.Preflight.Setup(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<MigrationLimits>(), It.IsAny<CancellationToken>()))
            .Returns(async (ILibvirtConnection _, string _, string _, MigrationLimits _, CancellationToken token) =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
                return Samples.Preflight;
            });

        Assert.That(await _line.RunAsync(cancellation.Token, "plan", "web", "--to", "x"), Is.EqualTo(130));
    }

    private async Task<(int ExitCode, string Error)> RunOnFullDiskAsync(string[] args)
    {
        await using FullDisk disk = new();
        await using LastingWriter output = new(disk);
        int exitCode = await CommandLineApplication.RunAsync(
            args, _line.Environment with { Output = output, OutputFailure = () => output.Failure }, CancellationToken.None);
        return (exitCode, _line.Error);
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
