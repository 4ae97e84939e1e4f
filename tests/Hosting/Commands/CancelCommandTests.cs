using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Tests.Commands;

[TestFixture]
[CancelAfter(60_000)]
public sealed class CancelCommandTests
{
    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp()
    {
        _line = new();
        Hold(Samples.Running);
    }

    [TestCase(MigrationResult.Cancelled, 0)]
    [TestCase(MigrationResult.Completed, 3)]
    [TestCase(MigrationResult.Failed, 4)]
    [TestCase(MigrationResult.Unknown, 5)]
    public async Task Cancel_ProcessAnswersAndTheMigrationEnds_SaysHow(MigrationResult result, int expected)
    {
        _line.Cancels.Setup(c => c.Request(Samples.Report.Id, It.IsAny<DateTimeOffset>()))
            .Callback(() => Hold(Samples.Running with { EndedAt = Samples.At, Report = Samples.ReportOf(result) }));

        int exitCode = await RunAsync("cancel", Samples.Report.Id, "--json");

        Assert.That(exitCode, Is.EqualTo(expected), _line.Error);
        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.That((string?)document["result"], Is.EqualTo(result.ToString().ToLowerInvariant()));
        Assert.That((bool?)document["refused"], Is.False);
        _line.Abandoned.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Cancel_ProcessAnswersAndNobodyKnowsTheResult_SaysSoAtOnce()
    {
        _line.Cancels.Setup(c => c.Request(Samples.Report.Id, It.IsAny<DateTimeOffset>())).Callback(() => Hold(Samples.Unresolved));

        Assert.That(await RunAsync("cancel", Samples.Report.Id), Is.EqualTo(5));
        Assert.That(_line.Error, Does.Contain("needs attention"));
        _line.Abandoned.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Cancel_NobodyAnswers_AbortsOnTheSourceItself()
    {
        _line.Abandoned.Setup(a => a.AbortAsync(It.IsAny<JournalEntry>())).ReturnsAsync((Samples.ReportOf(MigrationResult.Cancelled), null));

        int exitCode = await RunAsync("cancel", Samples.Report.Id);

        Assert.That(exitCode, Is.Zero, _line.Error);
        Assert.That(_line.Error, Does.Contain("cancelled: web is on the source"));
        _line.Abandoned.Verify(a => a.AbortAsync(It.Is<JournalEntry>(e => e.Id == Samples.Report.Id)), Times.Once);
    }

    [Test]
    public async Task Cancel_NobodyAnswersAndTheGuestMigratesAgain_TouchesNothing()
    {
        _line.Journal.Setup(j => j.Unfinished()).Returns([Samples.Running, Samples.Running with { Id = "newer", StartedAt = Samples.At.AddHours(1) }]);

        Assert.That(await RunAsync("cancel", Samples.Report.Id), Is.EqualTo(3));
        Assert.That(_line.Error, Does.Contain("newer"));
        _line.Abandoned.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Cancel_AlreadyEnded_Exits3AndAsksNobody()
    {
        Hold(Samples.Ended);

        Assert.That(await RunAsync("cancel", Samples.Report.Id), Is.EqualTo(3));
        Assert.That(_line.Error, Does.Contain("has ended already: completed"));
        _line.Cancels.VerifyNoOtherCalls();
    }

    [TestCase(MigrationPhase.StopAndCopy)]
    [TestCase(MigrationPhase.Commitment)]
    public async Task Cancel_PastReturn_Exits3AndAsksNobody(MigrationPhase phase)
    {
        Hold(Samples.Running with { Phase = phase });

        Assert.That(await RunAsync("cancel", Samples.Report.Id, "--json"), Is.EqualTo(3));
        Assert.That((string?)JsonNode.Parse(_line.Output)!["reasons"]![0]!["code"], Is.EqualTo(ReasonCodes.PastReturn));
        _line.Cancels.VerifyNoOtherCalls();
    }

    [TestCase("20260102-030405-abce", "close to it: 20260102-030405-abcd")]
    [TestCase("abcd", "close to it: 20260102-030405-abcd")]
    [TestCase("nonsense", "in flight: 20260102-030405-abcd")]
    public async Task Cancel_NoSuchMigration_Exits2AndNamesWhatMayBeMeant(string id, string expected)
    {
        Assert.That(await RunAsync("cancel", id), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain(expected));
    }

    [Test]
    public async Task Cancel_WaitIsBrokenOff_SaysThatTheWishStands()
    {
        using CancellationTokenSource interrupt = new(TimeSpan.FromMilliseconds(500));

        Assert.That(await _line.RunAsync(interrupt.Token, "cancel", Samples.Report.Id), Is.EqualTo(5));
        Assert.That(_line.Error, Does.Contain("the wish stands"));
    }

    [Test]
    public void CloseIds_NothingIsNear_IsEmpty() => Assert.That(CloseIds.Of("zzzzzzzz", ["20260102-030405-abcd"]), Is.Empty);

    // Time flies while the command waits.
    private async Task<int> RunAsync(params string[] args)
    {
        Task<int> command = Task.Run(() => _line.RunAsync(args));
        while (!command.IsCompleted)
        {
            _line.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await command;
    }

    private void Hold(JournalEntry entry) => _line.Journal.Setup(j => j.Find(Samples.Report.Id)).Returns(entry);
}
