using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Tests.Commands;

[TestFixture]
[CancelAfter(60_000)]
public sealed class RecoverCommandTests
{
    private static readonly string Id = Samples.Report.Id;

    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp()
    {
        _line = new();
        Hold(Samples.Running);
    }

    [TestCase("recover")]
    [TestCase("recover", "20260102-030405-abcd")]
    public async Task Recover_MigrationIsSettled_Exits0AndSaysHow(params string[] args)
    {
        Becomes(Samples.Ended, null);

        Assert.That(await _line.RunAsync(args), Is.Zero, _line.Error);
        Assert.That(_line.Output, Does.Contain($"settled  migration {Id} of web: source says absent, destination says running, completed"));
    }

    [Test]
    public async Task Recover_SettledJson_IsOneDocument()
    {
        Becomes(Samples.Ended, null);

        Assert.That(await _line.RunAsync("recover", "--json"), Is.Zero, _line.Error);
        JsonNode migration = JsonNode.Parse(_line.Output)!["migrations"]!.AsArray().Single()!;
        Assert.That(((string?)migration["id"], (string?)migration["state"], (string?)migration["result"]), Is.EqualTo((Id, "settled", "completed")));
    }

    [TestCase("recover")]
    [TestCase("recover", "20260102-030405-abcd")]
    public async Task Recover_MigrationStaysUnresolved_Exits5AndGivesTheCommands(params string[] args)
    {
        Becomes(Samples.Unresolved, null);

        Assert.That(await _line.RunAsync(args), Is.EqualTo(5), _line.Error);
        Assert.That(_line.Output, Does.Contain("unresolved  migration").And.Contain("the target cannot be asked").And.Contain($"shadowmig recover {Id}"));
    }

    [TestCase(0, "recover")]
    [TestCase(3, "recover", "20260102-030405-abcd")]
    public async Task Recover_SomebodyRunsIt_IsLeftAlone(int expected, params string[] args)
    {
        Becomes(Samples.Running, new(ReasonCodes.GuestLocked, "web is being migrated by node1:42"));

        Assert.That(await _line.RunAsync(args), Is.EqualTo(expected), _line.Error);
        Assert.That(_line.Output, Does.Contain($"running  migration {Id} of web").And.Contain("node1:42"));
    }

    [Test]
    public async Task Recover_WatchIsBrokenOff_Exits5AndSaysThatItGoesOn()
    {
        Becomes(Samples.Running, new(ReasonCodes.ServiceStopping, "it is not watched any more, and goes on"));

        Assert.That(await _line.RunAsync("recover"), Is.EqualTo(5));
        Assert.That(_line.Output, Does.Contain("goes on"));
    }

    [TestCase(false, "recover", "20260102-030405-abcd")]
    [TestCase(true, "recover", "20260102-030405-abcd", "--close")]
    public async Task Recover_Close_IsPassedOn(bool closes, params string[] args)
    {
        Becomes(Samples.Ended, null);

        await _line.RunAsync(args);

        _line.Abandoned.Verify(a => a.RecoverAsync(It.IsAny<JournalEntry>(), new RecoveryTerms(true, closes), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Recover_CloseWithoutAnId_Exits2()
    {
        Assert.That(await _line.RunAsync("recover", "--close"), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain("--close needs the ID"));
        _line.Abandoned.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Recover_NoSuchMigration_Exits2AndNamesWhatMayBeMeant()
    {
        Assert.That(await _line.RunAsync("recover", "20260102-030405-abce"), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain($"close to it: {Id}"));
    }

    [Test]
    public async Task Recover_NothingIsOpen_SaysSo()
    {
        _line.Journal.Setup(j => j.Unfinished()).Returns([]);

        Assert.That(await _line.RunAsync("recover"), Is.Zero);
        Assert.That(_line.Output, Does.Contain("no migration is in flight"));
    }

    private void Becomes(JournalEntry entry, Reason? refusal) => _line.Abandoned
        .Setup(a => a.RecoverAsync(It.IsAny<JournalEntry>(), It.IsAny<RecoveryTerms>(), It.IsAny<CancellationToken>()))
        .Callback(() => Hold(entry))
        .ReturnsAsync((entry.Report, refusal));

    private void Hold(JournalEntry entry) => _line.Journal.Setup(j => j.Find(Id)).Returns(entry);
}
