using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Driver.Tests.Planning;

namespace ShadowMig.Driver.Tests.Selection.Draining;

public sealed class DrainPlacementTests
{
    private static readonly MigrationPlan Go = PlanningInputs.Plan(PlanningInputs.Idle);

    [Test]
    public void Place_TwoEqualNodes_SpreadsTheGuests()
    {
        IReadOnlyList<DrainPlace> places = DrainPlacement.Place([.. Enumerable.Range(0, 4).Select(i => Guest(i, 1024, Node("a"), Node("b")))], new());

        Assert.That(places.CountBy(p => p.Destination!.Candidate.Node.Name).ToDictionary(), Is.EquivalentTo(new Dictionary<string, int> { ["a"] = 2, ["b"] = 2 }));
    }

    [Test]
    public void Place_EachGuestFitsAloneButNotAllTogether_CountsThoseThatWerePlaced()
    {
        IReadOnlyList<DrainPlace> places = DrainPlacement.Place([.. Enumerable.Range(0, 3).Select(i => Guest(i, 3000, Node("only", available: 7000)))], new());

        Assert.That(places.Count(p => p.Destination is not null), Is.EqualTo(2));
        Reason why = places.Single(p => p.Destination is null).Fates.Single().Reasons.Single();
        Assert.That(why.Code, Is.EqualTo(ReasonCodes.DestinationMemory));
    }

    [Test]
    public void Place_ProcessorsAreScarce_CountsThoseToo()
    {
        // Four processors, 20 % busy: two guests of 1.2 leave 20 % and the third would need 10 % more than there is.
        IReadOnlyList<DrainPlace> places = DrainPlacement.Place(
            [.. Enumerable.Range(0, 3).Select(i => Guest(i, 64, Node("only")) with { Demand = new(ByteCount.FromMebibytes(64), 1.2) })], new());

        Assert.That(places.Count(p => p.Destination is not null), Is.EqualTo(2));
        Assert.That(places.Single(p => p.Destination is null).Fates.Single().Reasons.Single().Code, Is.EqualTo(ReasonCodes.DestinationOverloaded));
    }

    [Test]
    public void Place_GuestWithOneNode_ComesBeforeThoseThatMayChoose()
    {
        // The large guest would take the only node that the small one can go to.
        DrainGuest choosy = Guest(1, 4000, Node("a", available: 5000), Node("b", available: 5000));
        DrainGuest bound = Guest(2, 2000, Node("a", available: 5000), Node("b") with { Plan = null, Refusals = [new(ReasonCodes.CpuIncompatible, "b is old")] });

        IReadOnlyList<DrainPlace> places = DrainPlacement.Place([choosy, bound], new());

        Assert.That(places.Select(p => p.Destination?.Candidate.Node.Name), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void Place_SpreadingLeavesNoRoomForAll_PacksTightly()
    {
        // Spread, the two of 3000 go to different nodes, and what is left takes only two of 2900.
        DrainGuest[] guests = [Guest(1, 3000, Tight), Guest(2, 3000, Tight), Guest(3, 2900, Tight), Guest(4, 2900, Tight), Guest(5, 2900, Tight)];

        IReadOnlyList<DrainPlace> places = DrainPlacement.Place(guests, new() { LeastHeadroom = 0 });

        Assert.That(places.Select(p => p.Destination), Has.All.Not.Null);
    }

    [Test]
    public void Place_NodesReadAtDifferentTimes_TakesTheTightestMemory()
    {
        IReadOnlyList<DrainPlace> places = DrainPlacement.Place(
            [Guest(1, 2000, Node("only", available: 8000)), Guest(2, 2000, Node("only", available: 3000))], new() { LeastHeadroom = 0 });

        Assert.That(places.Count(p => p.Destination is not null), Is.EqualTo(1));
    }

    [Test]
    public void Place_AnyFleet_NeverOverfillsANodeAndRefusesOnlyWhatDoesNotFit([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        DestinationCandidate[] nodes =
        [
            .. Enumerable.Range(0, random.Next(1, 5)).Select(i => Node($"n{i}", random.NextDouble(), random.Next(0, 8192)) with { Reserved = ByteCount.FromMebibytes(random.Next(0, 2000)) }),
        ];
        DrainGuest[] guests =
        [
            .. Enumerable.Range(0, random.Next(1, 25)).Select(i => new DrainGuest(
                new($"g{i}", new Guid(i, 0, 0, new byte[8])),
                new(ByteCount.FromMebibytes(random.Next(64, 4096)), random.NextDouble() * 2),
                [.. nodes.Select(n => random.Next(5) == 0 ? n with { Plan = null, Refusals = [new(ReasonCodes.CpuIncompatible, "old")] } : n)])),
        ];
        SelectionOptions options = new() { LeastHeadroom = 0.05 };

        IReadOnlyList<DrainPlace> places = DrainPlacement.Place(guests, options);

        Assert.That(places.Select(p => p.Guest), Is.EqualTo(guests));
        foreach (DestinationCandidate node in nodes)
        {
            DrainGuest[] taken = [.. places.Where(p => p.Destination?.Candidate.Node == node.Node).Select(p => p.Guest)];
            if (taken.Length == 0)
                continue;
            Assert.That(taken, Has.All.Matches<DrainGuest>(g => g.Candidates.Single(c => c.Node == node.Node).Refusals.Count == 0));
            double memory = (node.MemoryAvailable!.Value.Value - node.Reserved.Value - taken.Sum(g => g.Demand.Memory.Value)) / (double)node.MemoryTotal!.Value.Value;
            double processors = 1 - node.CpuUtilization!.Value - (taken.Sum(g => g.Demand.Processors!.Value) / node.Processors!.Value);
            Assert.That(Math.Min(memory, processors), Is.GreaterThanOrEqualTo(options.LeastHeadroom - 1e-9), node.Node.Name);
        }

        foreach (DrainPlace refused in places.Where(p => p.Destination is null))
            Assert.That(refused.Fates.SelectMany(f => f.Reasons), Is.Not.Empty);
    }

    private static DestinationCandidate[] Tight => [Node("a", available: 6000), Node("b", available: 8700)];

    private static DrainGuest Guest(int number, double mebibytes, params DestinationCandidate[] candidates) =>
        new(new($"g{number}", new Guid(number, 0, 0, new byte[8])), new(ByteCount.FromMebibytes(mebibytes), 0.1), candidates);

    private static DestinationCandidate Node(string name, double utilization = 0.2, double available = 8192) => new()
    {
        Node = new(name, $"qemu+tls://{name}/system"),
        Plan = Go,
        CpuUtilization = utilization,
        Processors = 4,
        MemoryTotal = ByteCount.FromMebibytes(10_000),
        MemoryAvailable = ByteCount.FromMebibytes(available),
    };
}
