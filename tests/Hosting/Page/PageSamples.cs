using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Autopilot;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page;
using ShadowMig.Hosting.Tests.Autopilot;

namespace ShadowMig.Hosting.Tests.Page;

/// <summary>What a page shows: nothing at all, a usual day, and names that try to be markup.</summary>
internal static class PageSamples
{
    public const string Hostile = "\"><script>alert('x')</script>";

    public static PastReading NoPast { get; } = new([], [], null);

    public static PageData Empty { get; } = new()
    {
        Snapshot = new(),
        Rules = RulesDocument.From(Driver.Watching.RuleReport.Empty),
        Autopilot = AutopilotDocument.From(AutopilotReport.Empty),
        Journal = JournalReading.Empty,
        Past = NoPast,
    };

    /// <summary>Three rounds were predicted, and in each the guest wrote less than was sent.</summary>
    public static MigrationPrediction Prediction { get; } = new()
    {
        TotalSeconds = new(10.5, 11.2, 13),
        DowntimeSeconds = new(0.04, 0.08, 0.2),
        TransferBytes = new(950e6, 1000e6, 1150e6),
        Rounds = [Predicted(800, 8, 160), Predicted(150, 2, 40), Predicted(40, 1, 10)],
        Converges = true,
        ConvergingShare = 1,
    };

    public static MigrationPlan Plan { get; } = Samples.Plan with
    {
        Chosen = Samples.Cache with { Prediction = Prediction },
        Candidates = [Samples.Plain, Samples.Cache with { Prediction = Prediction }],
        Observation = Samples.Observation with
        {
            WorkingSet =
            [
                Point(0.05, 24), Point(0.2, 80), Point(1, 190), Point(2, 230), Point(4, 255),
            ],
        },
    };

    public static IReadOnlyList<TransferRound> Rounds { get; } =
        [new(TimeSpan.FromSeconds(8.3), Mebibytes(810), Mebibytes(170)), new(TimeSpan.FromSeconds(10.2), Mebibytes(160), Mebibytes(45))];

    public static JournalEntry Running { get; } = Samples.Running with
    {
        Plan = Plan,
        Progress = Samples.Progress with
        {
            Elapsed = TimeSpan.FromSeconds(10.6),
            MemoryProcessed = Mebibytes(985),
            MemoryRemaining = Mebibytes(30),
            Rounds = Rounds,
            Remaining = TimeSpan.FromSeconds(0.8),
        },
    };

    public static JournalEntry Ended { get; } = Samples.Ended with
    {
        Id = "20260102-020304-00ff",
        Plan = Plan,
        Report = Samples.Report with { Id = "20260102-020304-00ff", Plan = Plan, Rounds = Rounds },
    };

    public static PageData Usual { get; } = new()
    {
        Snapshot = Samples.Snapshot,
        Rules = RulesDocument.From(Samples.Rules),
        Autopilot = AutopilotDocument.From(Autopilot),
        Journal = new()
        {
            Running = [Running],
            Stale = [Samples.Running with { Id = "20260102-010000-0001" }],
            Unresolved = [Samples.Unresolved with { Id = "20260102-000000-0002" }],
            Cordoned = new HashSet<string> { "n2" },
        },
        Past = new([Ended], [Decision], null),
    };

    /// <summary>Everything whose text somebody else chooses says what would be markup.</summary>
    public static PageData Attack { get; } = Usual with
    {
        Snapshot = Samples.Snapshot with
        {
            Node = Samples.Snapshot.Node! with { HostName = Hostile },
            Guests = [Samples.Guest with { Domain = Attacker }],
            Observations = new Dictionary<Guid, GuestObservation> { [Attacker.Uuid] = Samples.Observation with { Domain = Attacker } },
        },
        Rules = RulesDocument.From(Samples.Rules with
        {
            Statuses = [Samples.RuleStatus("cpu-overload", RuleState.Overloaded) with { Guest = Attacker, Reason = new(Hostile, Hostile) }],
        }),
        Journal = new() { Running = [Running with { Domain = Attacker, Id = Hostile, DestinationUri = Hostile }] },
        Past = new(
            [Ended with { Domain = Attacker, Id = Hostile, DestinationUri = Hostile, Report = Samples.ReportOf(MigrationResult.Failed) with { Reasons = [new(Hostile, Hostile)] } }],
            [Decision with { Id = Hostile, Reasons = [new(Hostile, Hostile)], Nodes = [Hostile] }],
            Hostile),
    };

    public static DomainIdentity Attacker => new(Hostile, Guid.Parse("99999999-2222-3333-4444-555555555555"));

    public static AutopilotReport Autopilot => new()
    {
        At = Samples.At,
        IsArmed = true,
        Nodes = FleetSamples.Overload(Samples.At),
        Loads = [("n1", Samples.RuleStatus("cpu-overload", RuleState.Overloaded))],
        Decision = new(
            DecisionOutcome.HeldBack,
            [new() { Node = "n1", Causes = [], Outcome = DecisionOutcome.HeldBack, Reasons = [new(ReasonCodes.RecentlyMoved, "web moved a minute ago")] }],
            Samples.At.AddMinutes(1)),
        UnderWay = [FleetSamples.Move],
    };

    public static DecisionSummaryDocument Decision => new(
        "d1", Samples.At, true, "move", ["n1"],
        [new(new("web", Samples.Domain.Uuid), "n1", "n2", 12, new(ReasonCodes.ForecastAboveCapacity, "too much is asked for"), "completed", Ended.Id, [])],
        [new(ReasonCodes.RecentlyMoved, "db moved a minute ago")]);

    /// <summary>A decision whose every text is <paramref name="text"/>, or usual where that is null.</summary>
    public static DecisionEntry Decided(string? text = null)
    {
        DomainIdentity guest = text is null ? Samples.Domain : Attacker;
        Reason chosen = new(text ?? ReasonCodes.Chosen, text ?? "it relieves the node most for its cost");
        Reason full = new(text ?? ReasonCodes.WouldOverload, text ?? "it would be asked for 1.1 of its processors");
        NodeFinding finding = new()
        {
            Node = text ?? "n1",
            Outcome = DecisionOutcome.Move,
            Causes =
            [
                new()
                {
                    Node = text ?? "n1", Rule = text ?? "cpu-overload", Effect = RuleEffect.Overloaded, Resource = text ?? "cpu", IsInEffect = true, Since = Samples.At,
                    Reason = new(text ?? ReasonCodes.ForecastAboveCapacity, text ?? "guest-demand is 1.5, threshold 0.9"),
                },
            ],
            Guests = [new(guest, chosen, 0.9, 12), new(FleetSamples.Guest(2), full, 0.25, null)],
            Placements = [new(guest, text ?? "n2", [new(text ?? "n2", chosen, 0.45), new(text ?? "n3", full, 1.1)])],
            Moves = [new(guest, text ?? "n1", text ?? "n2", chosen, 12)],
        };
        return new()
        {
            Id = text ?? "20260102-030400-d001",
            At = Samples.At,
            IsArmed = true,
            Decision = new(DecisionOutcome.Move, [finding], null),
            Moves = [new(guest.Uuid, text ?? "n2", MoveState.Completed, Samples.At, text ?? Ended.Id, text is null ? [] : [new(text, text)])],
        };
    }

    /// <summary>A node with that many guests.</summary>
    public static PageData Many(int guests)
    {
        GuestSample[] samples = [.. Enumerable.Range(0, guests).Select(i => Samples.Guest with { Domain = new($"guest{i:0000}", new Guid(i, 1, 1, new byte[8])) })];
        return Usual with
        {
            Snapshot = Samples.Snapshot with
            {
                Guests = samples,
                Observations = samples.ToDictionary(g => g.Domain.Uuid, g => Samples.Observation with { Domain = g.Domain }),
            },
        };
    }

    private static PredictedRound Predicted(double sent, double seconds, double dirtied) => new(Mebibytes(sent), TimeSpan.FromSeconds(seconds), Mebibytes(dirtied));

    private static WorkingSetPoint Point(double seconds, double mebibytes) => new(TimeSpan.FromSeconds(seconds), Mebibytes(mebibytes), Mebibytes(mebibytes / 20));

    private static ByteCount Mebibytes(double mebibytes) => ByteCount.FromMebibytes(mebibytes);
}
