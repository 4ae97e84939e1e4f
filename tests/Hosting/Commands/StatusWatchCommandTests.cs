using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moq;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Tests.Commands;

/// <summary><c>status --watch</c> as it is typed.</summary>
public sealed class StatusWatchCommandTests
{
    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp() => _line = new() { Clock = TimeProvider.System };

    [Test, CancelAfter(10_000)]
    public async Task Watch_NoTerminal_PrintsABlockWithItsTimeForEachRefresh()
    {
        Assert.That(await RunAsync(readings: 2, "status", "--watch", "0.1"), Is.EqualTo(ExitCodes.Done), _line.Error);
        string[] lines = _line.Output.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines.Count(l => Regex.IsMatch(l, "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z$")), Is.EqualTo(2));
            Assert.That(lines.Count(l => l.StartsWith("web to 192.0.2.2 by shadow-cache", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(_line.Output.Where(c => char.IsControl(c) && c != '\n'), Is.Empty);
        });
    }

    [Test, CancelAfter(10_000)]
    public async Task Watch_Json_EachLineIsTheDocumentOfOneCall()
    {
        await _line.RunAsync("status", "--json");
        JsonNode once = JsonNode.Parse(_line.Output)!;
        _line = new() { Clock = TimeProvider.System, IsTerminal = true };
        Assert.That(await RunAsync(readings: 3, "status", "--watch", "100ms", "--json"), Is.EqualTo(ExitCodes.Done), _line.Error);
        string[] lines = _line.Output.TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines, Has.All.Matches<string>(line => JsonNode.DeepEquals(JsonNode.Parse(line), once)));
    }

    [Test, CancelAfter(10_000)]
    public async Task Watch_JsonAndTheJournalFailsOnce_SaysSoOnStandardErrorAndGoesOn()
    {
        _line.Journal.SetupSequence(j => j.Unfinished()).Throws(new IOException("the file is locked")).Returns([Samples.Running]);
        Assert.That(await RunAsync(readings: 1, "status", "--watch", "0.1", "--json"), Is.EqualTo(ExitCodes.Done));
        Assert.That(_line.Error, Is.EqualTo($"shadowmig: cannot be read: the file is locked{Environment.NewLine}"));
        Assert.That(_line.Output.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1).And.All.StartsWith("{\"migrations\""));
    }

    [Test, CancelAfter(10_000)]
    public async Task Watch_Terminal_DrawsInPlaceAndGivesTheCursorBack()
    {
        _line.IsTerminal = true;
        Assert.That(await RunAsync(readings: 2, "status", "--watch", "100ms"), Is.EqualTo(ExitCodes.Done), _line.Error);
        Assert.Multiple(() =>
        {
            Assert.That(_line.Output, Does.StartWith("\e[?1049h\e[?25l\e[H").And.EndWith("\e[?1l\e>\e[?25h\e[?1049l"));
            Assert.That(_line.Output.Split("\e[H"), Has.Length.EqualTo(3));
            Assert.That(_line.Output, Does.Contain("every 100 ms, Ctrl-C ends").And.Contain("iterativePreCopy round 3"));
        });
    }

    [Test, CancelAfter(10_000)]
    public void Watch_EndsByAnError_GivesTheCursorBackAllTheSame()
    {
        _line.IsTerminal = true;
        _line.Journal.Setup(j => j.Unfinished()).Throws(new InvalidOperationException("a fault of ours"));
        Assert.ThrowsAsync<InvalidOperationException>(() => _line.RunAsync("status", "--watch"));
        Assert.That(_line.Output, Does.EndWith("\e[?1l\e>\e[?25h\e[?1049l"));
    }

    [TestCase("0")]
    [TestCase("0.05")]
    [TestCase("-1")]
    [TestCase("2h")]
    [TestCase("61m")]
    [TestCase("soon")]
    public async Task Watch_NoInterval_IsWrongUsageAndSaysWhatToWrite(string interval)
    {
        Assert.That(await _line.RunAsync("status", $"--watch={interval}"), Is.EqualTo(ExitCodes.Usage));
        Assert.That(_line.Error, Does.Contain($"'{interval}' is no interval").And.Contain("500ms"));
    }

    // Ends the command at the end of its last reading, whose moment is still shown.
    private async Task<int> RunAsync(int readings, params string[] args)
    {
        using CancellationTokenSource end = new();
        int calls = 0;
        _line.Locks.Setup(l => l.StandingAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            if (++calls == readings)
                end.Cancel();
            return [];
        });
        return await _line.RunAsync(end.Token, args);
    }
}
