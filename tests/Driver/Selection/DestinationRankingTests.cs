using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Tests.Planning;

namespace ShadowMig.Driver.Tests.Selection;

public sealed class DestinationRankingTests
{
    private static readonly GuestDemand Guest = new(ByteCount.FromMebibytes(1024), 1);
    private static readonly MigrationPlan Go = PlanningInputs.Plan(PlanningInputs.Idle);

    [Test]
    public void Rank_TwoNodesWithRoom_TakesTheOneWhoseScarcestResourceStaysFreer()
    {
        IReadOnlyList<DestinationFate> fates = Rank([Node("busy", utilization: 0.7), Node("calm", utilization: 0.2)], Guest);

        Assert.That(fates.Select(f => (f.Candidate.Node.Name, f.Outcome)), Is.EqualTo(new[]
        {
            ("calm", DestinationOutcome.Chosen), ("busy", DestinationOutcome.Possible),
        }));
        // Four processors, one of them taken by the guest.
        Assert.That(fates[0].Headroom, Is.EqualTo(1 - 0.2 - 0.25).Within(1e-9));
        Assert.That(fates[1].Reasons.Single().Code, Is.EqualTo(ReasonCodes.BetterAlternative));
    }

    [Test]
    public void Rank_MemoryIsScarcer_CountsMemory()
    {
        IReadOnlyList<DestinationFate> fates = Rank([Node("node", utilization: 0, available: 3072)], Guest);

        Assert.That(fates.Single().Headroom, Is.EqualTo(0.25).Within(1e-9), "2 GiB of 8 stay free");
    }

    [Test]
    public void Rank_MemoryPromisedToOthers_IsNotThere()
    {
        DestinationCandidate promised = Node("node", available: 3072) with { Reserved = ByteCount.FromMebibytes(2560) };

        Assert.That(Rank([promised], Guest).Single().Reasons.Single().Code, Is.EqualTo(ReasonCodes.DestinationMemory));
    }

    [Test]
    public void Rank_NodeWouldBeOverloaded_IsRefused()
    {
        DestinationFate fate = Rank([Node("full", utilization: 0.75)], Guest).Single();

        Assert.That((fate.Outcome, fate.Reasons.Single().Code), Is.EqualTo((DestinationOutcome.Refused, ReasonCodes.DestinationOverloaded)));
        Assert.That(fate.Reasons.Single().Message, Does.Contain("its processors"));
    }

    [Test]
    public void Rank_NodeWithCompanions_GoesBeforeARoomierOneAndSaysWhy()
    {
        DestinationCandidate friends = Node("friends", utilization: 0.5) with { Companions = ["cache"] };

        IReadOnlyList<DestinationFate> fates = Rank([Node("calm", utilization: 0.1), friends], Guest);

        Assert.That(fates[0].Candidate.Node.Name, Is.EqualTo("friends"));
        Assert.That(fates[1].Reasons.Single().Message, Does.Contain("runs cache").And.Contain("kept together"));
    }

    [Test]
    public void Rank_NodeWithCompanionsIsMuchFarther_TakesTheNearOne() => Assert.That(
        Rank([Node("near"), Node("friends") with { Companions = ["cache"], Plan = Slower(3) }], Guest)[0].Candidate.Node.Name, Is.EqualTo("near"));

    [Test]
    public void Rank_RoomierNodeIsMuchFarther_TakesTheNearOne()
    {
        DestinationCandidate near = Node("near", utilization: 0.5);
        DestinationCandidate far = Node("far", utilization: 0.1) with { Plan = Slower(3) };
        DestinationCandidate abitFar = Node("abit-far", utilization: 0.1) with { Plan = Slower(1.5) };

        Assert.That(Rank([near, far], Guest)[0].Candidate.Node.Name, Is.EqualTo("near"));
        Assert.That(Rank([near, abitFar], Guest)[0].Candidate.Node.Name, Is.EqualTo("abit-far"));
    }

    [Test]
    public void Rank_NoPlanGoes_NobodyIsChosenAndEachSaysWhy()
    {
        Reason why = new(ReasonCodes.NotConverging, "it never ends");
        DestinationCandidate refused = Node("a") with { Plan = Go with { Go = false, Chosen = null, Reasons = [why] } };
        DestinationCandidate cordoned = Node("b") with { Plan = null, Refusals = [new(ReasonCodes.Cordoned, "b takes no more guests")] };

        IReadOnlyList<DestinationFate> fates = Rank([cordoned, refused], Guest);

        Assert.That(fates.Select(f => f.Outcome), Is.All.EqualTo(DestinationOutcome.Refused));
        Assert.That(fates.Select(f => f.Reasons.Single().Code), Is.EqualTo(new[] { ReasonCodes.NotConverging, ReasonCodes.Cordoned }));
    }

    [Test]
    public void Rank_LoadUnknown_IsPossibleButComesAfterKnownOnes()
    {
        DestinationCandidate unknown = Node("a-unknown") with { CpuUtilization = null, MemoryTotal = null, MemoryAvailable = null };

        Assert.That(Rank([unknown, Node("known", utilization: 0.5)], Guest).Select(f => f.Candidate.Node.Name), Is.EqualTo(new[] { "known", "a-unknown" }));
        Assert.That(Rank([unknown], Guest).Single().Outcome, Is.EqualTo(DestinationOutcome.Chosen));
    }

    [Test]
    public void Rank_NothingMustStayFree_TakesAFullNodeToo()
    {
        DestinationFate fate = DestinationRanking.Rank([Node("full", utilization: 0.9)], Guest, new() { LeastHeadroom = 0 }).Single();

        Assert.That((fate.Outcome, fate.Headroom), Is.EqualTo((DestinationOutcome.Chosen, (double?)0)));
    }

    private static IReadOnlyList<DestinationFate> Rank(IEnumerable<DestinationCandidate> candidates, GuestDemand guest) =>
        DestinationRanking.Rank(candidates, guest, new());

    private static DestinationCandidate Node(string name, double utilization = 0.2, double available = 8192) => new()
    {
        Node = new(name, $"qemu+tls://{name}/system"),
        Plan = Go,
        CpuUtilization = utilization,
        Processors = 4,
        MemoryTotal = ByteCount.FromMebibytes(8192),
        MemoryAvailable = ByteCount.FromMebibytes(available),
    };

    private static MigrationPlan Slower(double factor)
    {
        MigrationPrediction prediction = Go.Chosen!.Prediction!;
        Estimate total = prediction.TotalSeconds;
        return Go with
        {
            Chosen = Go.Chosen with { Prediction = prediction with { TotalSeconds = new(total.P10 * factor, total.P50 * factor, total.P90 * factor) } },
        };
    }
}
