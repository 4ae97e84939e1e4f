using System.Text.Json;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;
using static ShadowMig.Driver.Tests.Selection.Autopilot.Situations;

namespace ShadowMig.Driver.Tests.Selection.Autopilot;

/// <summary>What holds of every decision, on fleets drawn at random.</summary>
public sealed class DecisionPropertyTests
{
    private const int Fleets = 400;

    [Test]
    public void Decide_RandomFleets_NoMoveBreaksARule()
    {
        int moves = 0;
        for (int seed = 0; seed < Fleets; seed++)
        {
            DecisionInput input = Draw(new(seed));
            AutopilotDecision decision = Decider.Decide(input);
            Check(input, decision, seed);
            moves += decision.AllMoves.Count();
        }

        Assert.That(moves, Is.GreaterThan(Fleets / 2), "there must be something to check");
    }

    [Test]
    public void Decide_SameInput_GivesTheSameDecision_AlsoFromItsRecord()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            DecisionInput input = Draw(new(seed));
            AutopilotDecision decision = Decider.Decide(input);
            DecisionInput read = JsonSerializer.Deserialize(JsonSerializer.Serialize(input, DecisionJson.Default.DecisionInput), DecisionJson.Default.DecisionInput)!;
            AutopilotDecision recorded = JsonSerializer.Deserialize(
                JsonSerializer.Serialize(decision, DecisionJson.Default.AutopilotDecision), DecisionJson.Default.AutopilotDecision)!;
            Assert.That(DecisionReplay.Run(read, recorded).IsSame, Is.True, $"seed {seed}");
        }
    }

    [Test]
    public void Run_RecordOfAnotherAnswer_IsNotTheSame()
    {
        DecisionInput input = Overload();
        Assert.That(DecisionReplay.Run(input, Decider.Decide(input) with { Outcome = DecisionOutcome.HeldBack }).IsSame, Is.False);
    }

    private static void Check(DecisionInput input, AutopilotDecision decision, int seed)
    {
        DecidedMove[] moves = [.. decision.AllMoves];
        Dictionary<Guid, DecisionGuest> guests = input.Nodes.SelectMany(n => n.Guests).ToDictionary(g => g.Domain.Uuid);
        Assert.That(moves.Select(m => m.Guest.Uuid), Is.Unique, $"seed {seed}: no guest twice");
        Assert.That(moves, Has.Length.LessThanOrEqualTo(Math.Max(0, input.Settings.MovesPerHour - input.Moves.Count)), $"seed {seed}: the budget");
        foreach (DecidedMove move in moves)
        {
            DecisionGuest guest = guests[move.Guest.Uuid];
            Assert.That((guest.Policy!.NeverMove, guest.IsBusy, guest.IsRunning), Is.EqualTo((false, (bool?)false, true)), $"seed {seed}");
            Assert.That(input.Causes.Any(c => c.Node == move.To), Is.False, $"seed {seed}: no overloaded target");
            Assert.That(input.Moves.Any(m => m.Guest == move.Guest.Uuid && m.From == move.To), Is.False, $"seed {seed}: no return");
        }

        foreach (IGrouping<string, DecidedMove> arrivals in moves.GroupBy(m => m.To))
            CheckTarget(input, input.Nodes.Single(n => n.Name == arrivals.Key), [.. arrivals.Select(m => guests[m.Guest.Uuid])], seed);
    }

    private static void CheckTarget(DecisionInput input, DecisionNode node, DecisionGuest[] arrivals, int seed)
    {
        DecisionGuest[] all = [.. node.Guests, .. arrivals];
        Assert.That(all.Sum(g => g.Demands[^1]) / node.Processors, Is.LessThanOrEqualTo(input.Settings.ClearedAt + 1e-9), $"seed {seed}: {node.Name} is not overloaded");
        long free = node.MemoryAvailable!.Value.Value - node.Reserved.Value - (long)(node.MemoryTotal!.Value.Value * input.Settings.LeastHeadroom);
        Assert.That(arrivals.Sum(g => g.Memory!.Value.Value), Is.LessThanOrEqualTo(free), $"seed {seed}: memory of {node.Name}");
        string[] groups = [.. all.Where(g => arrivals.Contains(g)).SelectMany(g => g.Policy!.KeepApart).Distinct()];
        foreach (string group in groups)
            Assert.That(all.Count(g => g.Policy?.KeepApart.Contains(group) == true), Is.EqualTo(1), $"seed {seed}: {group} is kept apart on {node.Name}");
        Assert.That((node.IsCordoned, input.At - node.At <= input.Settings.StaleAfter), Is.EqualTo((false, true)), $"seed {seed}");
    }

    private static DecisionInput Draw(Random random)
    {
        DecisionNode[] nodes = [.. Enumerable.Range(1, random.Next(2, 7)).Select(n => DrawNode(random, n))];
        NodeCause[] causes = [.. nodes.Where(n => n.Guests.Sum(g => g.Demands[^1]) > 0.9 * n.Processors || random.Next(12) == 0).Select(n => Cause(
            n.Name, random.Next(8) > 0, random.Next(6) == 0 ? RuleEffect.Degrading : RuleEffect.Overloaded, random.Next(5) == 0 ? "memory" : "cpu", random.Next(4) == 0 ? "cpu-overload" : LoadBook.Signal))];
        DecisionGuest[] guests = [.. nodes.SelectMany(n => n.Guests)];
        PastMove[] moves = guests.Length == 0 ? [] : [.. Enumerable.Range(0, random.Next(4)).Select(_ => new PastMove(
            guests[random.Next(guests.Length)].Domain.Uuid, $"n{random.Next(1, 8)}", $"n{random.Next(1, 8)}", Now.AddMinutes(-30), Now.AddMinutes(-random.Next(0, 29)), true))];
        return Input(causes, nodes) with { Moves = moves };
    }

    private static DecisionNode DrawNode(Random random, int number)
    {
        DecisionGuest[] guests = [.. Enumerable.Range(0, random.Next(0, 8)).Select(g => DrawGuest(random, $"g{number}.{g}"))];
        return Node($"n{number}", guests) with
        {
            IsCordoned = random.Next(10) == 0,
            At = random.Next(10) == 0 ? Now.AddSeconds(-20) : Now,
            Processors = random.Next(1, 9),
            MemoryAvailable = ByteCount.FromMebibytes(random.Next(500, 12_000)),
            Reserved = ByteCount.FromMebibytes(random.Next(0, 2) * 1000),
        };
    }

    private static DecisionGuest DrawGuest(Random random, string name) =>
        Guest(name, random.NextDouble() * 2, random.Next(1, 60), 0.25 + (random.NextDouble() * 4), new()
        {
            NeverMove = random.Next(8) == 0,
            Priority = random.Next(3),
            KeepApart = random.Next(5) == 0 ? [$"group{random.Next(2)}"] : [],
            KeepTogether = random.Next(8) == 0 ? ["company"] : [],
        }) with
        {
            IsBusy = random.Next(10) == 0,
            IsRunning = random.Next(10) > 0,
        };
}
