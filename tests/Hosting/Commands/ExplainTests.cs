using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Tests.Autopilot;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class ExplainTests
{
    private static readonly DecisionInput Input = new()
    {
        At = Samples.At,
        Settings = new(),
        Causes =
        [
            new()
            {
                Node = "n1", Rule = LoadBook.Signal, Effect = RuleEffect.Overloaded, Resource = "cpu", IsInEffect = true, Since = Samples.At.AddSeconds(-9),
                Reason = new(ReasonCodes.ForecastAboveCapacity, "guest-demand is 1.5, threshold 0.9"),
            },
        ],
        Nodes = [Node("n1", Guest(1), Guest(2), Guest(3)), Node("n2")],
    };

    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp()
    {
        _line = new();
        AutopilotDecision decision = Decider.Decide(Input);
        SetDecision(decision);
    }

    [Test]
    public async Task Explain_Decision_ShowsCauseGuestsNodesAndWhatBecameOfIt()
    {
        Assert.That(await _line.RunAsync("explain", "d1"), Is.EqualTo(ExitCodes.Done), _line.Error);
        Assert.That(_line.Output, Does.Contain("guest-demand is 1.5, threshold 0.9").And.Contain("would-overload").And.Contain("same-host").And.Contain("guest1 from n1 to n2: completed")
            .And.Contain("shadowmig history m1"));
    }

    [Test]
    public async Task Explain_Json_HasEverythingAndTheInput()
    {
        await _line.RunAsync("explain", "d1", "--json");
        JsonNode document = JsonNode.Parse(_line.Output)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)document["outcome"], Is.EqualTo("move"));
            Assert.That((string?)document["findings"]![0]!["causes"]![0]!["rule"], Is.EqualTo("guest-demand"));
            Assert.That((string?)document["findings"]![0]!["guests"]![0]!["fate"]!["code"], Is.EqualTo("chosen"));
            Assert.That((string?)document["findings"]![0]!["placements"]![0]!["to"], Is.EqualTo("n2"));
            Assert.That((string?)document["moves"]![0]!["migrationId"], Is.EqualTo("m1"));
            Assert.That((string?)document["input"]!["nodes"]![1]!["name"], Is.EqualTo("n2"));
            Assert.That(document["replayedSame"], Is.Null);
        });
    }

    [Test]
    public async Task Replay_SameAnswer_ExitsZeroAndSaysSo()
    {
        Assert.That(await _line.RunAsync("explain", "d1", "--replay"), Is.EqualTo(ExitCodes.Done), _line.Error);
        Assert.That(_line.Output, Does.Contain("made again from its record: the same"));
    }

    [Test]
    public async Task Replay_AnotherAnswer_ExitsWithAttention()
    {
        SetDecision(Decider.Decide(Input) with { Outcome = DecisionOutcome.HeldBack });
        Assert.That(await _line.RunAsync("explain", "d1", "--replay", "--json"), Is.EqualTo(ExitCodes.Attention));
        Assert.That((bool?)JsonNode.Parse(_line.Output)!["replayedSame"], Is.False);
        Assert.That(_line.Error, Does.Contain("comes out differently"));
    }

    [Test]
    public async Task Explain_Unknown_IsWrongUsageAndSaysWhereToLook()
    {
        Assert.That(await _line.RunAsync("explain", "nothing"), Is.EqualTo(ExitCodes.Usage));
        Assert.That(_line.Error, Does.Contain("shadowmig decisions"));
    }

    [Test]
    public async Task Explain_RecordOfAnotherVersion_SaysSo()
    {
        _line.Decisions.Setup(d => d.Find("d1")).Returns(new DecisionEntry { Id = "d1", At = Samples.At, IsArmed = true });
        Assert.That(await _line.RunAsync("explain", "d1"), Is.EqualTo(ExitCodes.Usage));
        Assert.That(_line.Error, Does.Contain("another version"));
    }

    [Test]
    public async Task Decisions_ListsThem()
    {
        Assert.That(await _line.RunAsync("decisions", "--count", "5"), Is.EqualTo(ExitCodes.Done));
        Assert.That(_line.Output, Does.Contain("d1").And.Contain("guest1 from n1 to n2: completed"));
        Assert.That(await _line.RunAsync("decisions", "--count", "0"), Is.EqualTo(ExitCodes.Usage));
    }

    [Test]
    public async Task Status_ServiceAnswers_ShowsTheAutopilot()
    {
        AutopilotReport report = new()
        {
            At = Samples.At,
            IsArmed = true,
            Nodes = FleetSamples.Overload(Samples.At),
            Decision = new(DecisionOutcome.HeldBack, [new() { Node = "n1", Causes = [], Outcome = DecisionOutcome.HeldBack, Reasons = [new(ReasonCodes.RecentlyMoved, "cooldown")] }], Samples.At.AddMinutes(1)),
            Recorded = ("d1", Samples.At, DecisionOutcome.HeldBack),
        };
        _line.Service.Setup(s => s.ReadAutopilotAsync(It.IsAny<CancellationToken>())).ReturnsAsync(AutopilotDocument.From(report));
        await _line.RunAsync("status");
        Assert.That(_line.Output, Does.Contain("autopilot, armed").And.Contain("held-back until 2026-01-02 03:05:05Z").And.Contain("recently-moved: cooldown").And.Contain("shadowmig explain d1"));
    }

    private void SetDecision(AutopilotDecision decision)
    {
        DecidedMove move = Decider.Decide(Input).AllMoves.First();
        DecisionEntry entry = new()
        {
            Id = "d1",
            At = Samples.At,
            IsArmed = true,
            Decision = decision,
            Input = Input,
            Moves = [new(move.Guest.Uuid, move.To, MoveState.Completed, Samples.At, "m1", [])],
        };
        _line.Decisions.Setup(d => d.Find("d1")).Returns(entry);
        _line.Decisions.Setup(d => d.Latest(5)).Returns([entry with { Input = null }]);
    }

    private static DecisionNode Node(string name, params DecisionGuest[] guests) => new()
    {
        Name = name,
        At = Samples.At,
        Processors = 2,
        MemoryTotal = ByteCount.FromMebibytes(8192),
        MemoryAvailable = ByteCount.FromMebibytes(4096),
        Guests = guests,
    };

    private static DecisionGuest Guest(int number) => new()
    {
        Domain = FleetSamples.Guest(number),
        At = Samples.At,
        IsRunning = true,
        IsBusy = false,
        VirtualCpus = 1,
        Demands = [0.9, 0.9],
        Memory = ByteCount.FromMebibytes(500),
        Policy = GuestPolicy.None,
        Forecast = new(number, false),
    };
}
