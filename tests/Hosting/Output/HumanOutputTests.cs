using System.Text.RegularExpressions;
using ShadowMig.Hosting.Tests.Commands;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class HumanOutputTests
{
    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp() => _line = new();

    [TestCase("observe", "web")]
    [TestCase("plan", "web", "--to", "x")]
    [TestCase("migrate", "web", "--to", "x")]
    [TestCase("status")]
    [TestCase("history")]
    [TestCase("history", "20260102-030405-abcd")]
    public async Task NoTerminal_PlainLinesWithoutControlCodes(params string[] args)
    {
        int exitCode = await _line.RunAsync(args);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero, _line.Error);
            Assert.That(_line.Output, Is.Not.Empty);
            Assert.That(_line.Output.Where(c => char.IsControl(c) && c != '\n'), Is.Empty);
            Assert.That(_line.Output.Split('\n').Where(l => l.EndsWith(' ')), Is.Empty);
        });
    }

    [Test]
    public async Task Migrate_NoTerminal_AtMostOneProgressLineASecond()
    {
        await _line.RunAsync("migrate", "web", "--to", "x");

        Assert.That(_line.Output.Split('\n').Count(l => l.Contains("iterativePreCopy round", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Migrate_Completed_ShowsPredictionBesideWhatHappened()
    {
        await _line.RunAsync("migrate", "web", "--to", "x");

        Assert.That(_line.Output, Does.Contain("completed").And.Contain("destination says running").And.Match("total time +10.0 s +\\(10.0 s to 20.0 s\\) +11 s +\\+9 %"));
    }

    [Test]
    public async Task Plan_ShowsWhyTheOthersLost()
    {
        await _line.RunAsync("plan", "web", "--to", "x");

        Assert.That(_line.Output, Does.Contain("go by shadow-cache").And.Contain("not-converging").And.Contain("it writes faster than it is sent"));
    }

    [TestCase("rounds", "plan", "web", "--to", "x")]
    [TestCase("took", "migrate", "web", "--to", "x")]
    [TestCase("result", "history")]
    [TestCase("iterativePreCopy", "status")]
    public async Task NarrowTerminal_TablesAreBrokenOverLinesNotLeftOut(string column, params string[] args)
    {
        _line.IsTerminal = true;

        await _line.RunAsync(args);

        string text = Regex.Replace(_line.Output, "\x1b\\[[0-9;?]*[A-Za-z]", "");
        Assert.That(text, Does.Contain(column));
        Assert.That(text.Split('\n'), Has.None.Matches<string>(l => l.StartsWith('…')));
    }

    [TestCase("observe", "web")]
    [TestCase("migrate", "web", "--to", "x")]
    public async Task Json_OneDocumentAndNothingElse(params string[] args)
    {
        _line.IsTerminal = true;

        await _line.RunAsync([.. args, "--json"]);

        Assert.That(() => System.Text.Json.Nodes.JsonNode.Parse(_line.Output), Throws.Nothing);
        Assert.That(_line.Output, Does.Not.Contain("\u001b"));
    }
}
