using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;
using static ShadowMig.Driver.Tests.Selection.Autopilot.Situations;

namespace ShadowMig.Driver.Tests.Selection.Autopilot;

public sealed class DeciderTests
{
    [Test]
    public void Decide_OneNodeOverloaded_MovesTheGuestThatCostsLeastForTheRelief()
    {
        // 4.4 of 4 processors are asked for, and 3.2 are where it clears: a brings the 1.2, but takes long.
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 2, seconds: 60), Guest("b", 1.4), Guest("c", 1)));
        Assert.Multiple(() =>
        {
            Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Move));
            Assert.That(decision.Described(), Is.EqualTo(new[] { "b: n1 to n3" }));
            Assert.That(decision.Fate("b"), Is.EqualTo(ReasonCodes.Chosen));
            Assert.That(decision.Fate("a"), Is.EqualTo(ReasonCodes.EnoughRelief));
            Assert.That(decision.TargetFate("b", "n2"), Is.EqualTo(ReasonCodes.BetterAlternative));
            Assert.That(decision.TargetFate("b", "n1"), Is.EqualTo(ReasonCodes.SameHost));
        });
    }

    [Test]
    public void Decide_TwoCheapGuestsCostLessThanTheOneThatIsEnough_MovesThem()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 2, seconds: 200), Guest("b", 0.8), Guest("c", 0.8), Guest("d", 0.8)));
        Assert.That(decision.AllMoves.Count(), Is.EqualTo(2));
        Assert.That(decision.Described(), Has.None.StartWith("a:"));
    }

    [Test]
    public void Decide_OneGuestIsNotEnough_MovesSeveral()
    {
        AutopilotDecision decision = Decider.Decide(Overload([.. Enumerable.Range(1, 6).Select(i => Guest($"g{i}", 1))]));
        Assert.That(decision.AllMoves.Count(), Is.EqualTo(3), "6 of 4 processors are asked for, and 3.2 are where it clears");
        Assert.That(decision.AllMoves.Select(m => m.To).Distinct(), Is.EquivalentTo(new[] { "n2", "n3" }), "each placed guest counts for the next");
    }

    [Test]
    public void Decide_CauseNotLongEnough_IsPendingAndMovesNobody()
    {
        AutopilotDecision decision = Decider.Decide(Overload() with { Causes = [Cause("n1", isInEffect: false)] });
        Assert.That((decision.Outcome, decision.Findings[0].Reasons[0].Code), Is.EqualTo((DecisionOutcome.Pending, ReasonCodes.NotLongEnough)));
        Assert.That(decision.Described(), Is.Empty);
    }

    [Test]
    public void Decide_NoCause_IsNothing() => Assert.That(Decider.Decide(Overload() with { Causes = [] }).Outcome, Is.EqualTo(DecisionOutcome.Nothing));

    [Test]
    public void Decide_LoadFellOnTheMean_MovesNobody()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 2), Guest("b", 1)));
        Assert.That((decision.Outcome, decision.Described().Count()), Is.EqualTo((DecisionOutcome.Pending, 0)));
    }

    [Test]
    public void Decide_NeverMove_Stays()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 2, policy: new() { NeverMove = true }), Guest("b", 1.4, seconds: 100), Guest("c", 1, seconds: 100)));
        Assert.That(decision.Fate("a"), Is.EqualTo(ReasonCodes.NeverMove));
        Assert.That(decision.Described(), Has.None.StartWith("a:"));
    }

    [Test]
    public void Decide_LowerPriority_GoesFirstWhateverItCosts()
    {
        AutopilotDecision decision = Decider.Decide(Overload(
            Guest("a", 2, seconds: 5, policy: new() { Priority = 5 }), Guest("b", 1.4, seconds: 60, policy: new() { Priority = 1 }), Guest("c", 1, policy: new() { Priority = 5 })));
        Assert.That(decision.Described(), Is.EqualTo(new[] { "b: n1 to n3" }));
    }

    [Test]
    public void Decide_KeepApart_DoesNotMeetItsLike()
    {
        GuestPolicy replica = new() { KeepApart = ["db"] };
        DecisionInput input = Overload(Guest("a", 2, policy: replica), Guest("b", 2.4, policy: new() { NeverMove = true }));
        AutopilotDecision decision = Decider.Decide(input with { Nodes = [input.Nodes[0], Node("n2", Guest("quiet", 0.2)), Node("n3", Guest("other", 0.1, policy: replica))] });
        Assert.That(decision.Described(), Is.EqualTo(new[] { "a: n1 to n2" }));
        Assert.That(decision.TargetFate("a", "n3"), Is.EqualTo(ReasonCodes.KeepApart));
    }

    [Test]
    public void Decide_TwoThatKeepApartInOneRound_DoNotMeetOnTheTarget()
    {
        GuestPolicy replica = new() { KeepApart = ["db"] };
        DecisionInput input = Overload(Guest("a", 1.5, policy: replica), Guest("b", 1.5, policy: replica), Guest("c", 3, policy: new() { NeverMove = true }));
        AutopilotDecision decision = Decider.Decide(input);
        Assert.That(decision.AllMoves.Select(m => m.To), Is.EquivalentTo(new[] { "n2", "n3" }), string.Join(", ", decision.Described()));
    }

    [Test]
    public void Decide_KeepTogether_StaysWithItsCompany()
    {
        GuestPolicy pair = new() { KeepTogether = ["app"] };
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 2, policy: pair), Guest("b", 1.4, policy: pair), Guest("c", 1.3)));
        Assert.That(decision.Described(), Is.EqualTo(new[] { "c: n1 to n3" }));
        Assert.That(decision.Fate("a"), Is.EqualTo(ReasonCodes.KeepTogether));
    }

    private static IEnumerable<TestCaseData> Pins()
    {
        DecisionGuest guest = Guest("a", 4.4);
        yield return new TestCaseData(guest with { IsBusy = true }, ReasonCodes.DomainBusy);
        yield return new TestCaseData(guest with { IsBusy = null }, ReasonCodes.DomainBusy);
        yield return new TestCaseData(guest with { IsRunning = false }, ReasonCodes.DomainInactive);
        yield return new TestCaseData(guest with { At = Now.AddSeconds(-7) }, ReasonCodes.StaleData);
        yield return new TestCaseData(guest with { Policy = null }, ReasonCodes.UnknownData);
        yield return new TestCaseData(guest with { Memory = null }, ReasonCodes.UnknownData);
        yield return new TestCaseData(guest with { Forecast = null }, ReasonCodes.UnknownData);
        yield return new TestCaseData(guest with { Forecast = new(10, true, new(ReasonCodes.DowntimeLimit, "too long a pause")) }, ReasonCodes.DowntimeLimit);
    }

    [TestCaseSource(nameof(Pins))]
    public void Decide_GuestThatMustStay_StaysAndSaysWhy(DecisionGuest guest, string code)
    {
        AutopilotDecision decision = Decider.Decide(Overload(guest));
        Assert.That((decision.Outcome, decision.Fate("a")), Is.EqualTo((DecisionOutcome.NoMoveHelps, code)));
        Assert.That(decision.Findings[0].Reasons[0].Message, Does.Contain("none of its guests may leave"));
    }

    [Test]
    public void Decide_GuestMigratedAShortTimeAgo_StaysUntilItsCooldownEnds()
    {
        DecisionInput input = Overload(Guest("a", 4.4)) with { Moves = [Past("a", "n9", "n8", TimeSpan.FromMinutes(4))] };
        AutopilotDecision decision = Decider.Decide(input);
        Assert.That((decision.Outcome, decision.Fate("a"), decision.HeldUntil), Is.EqualTo((DecisionOutcome.HeldBack, ReasonCodes.RecentlyMoved, (DateTimeOffset?)Now.AddMinutes(6))));
    }

    [TestCase("n1", "n9")]
    [TestCase("n9", "n1")]
    public void Decide_NodeTookPartInAMigration_WaitsForItsEffect(string from, string to)
    {
        AutopilotDecision decision = Decider.Decide(Overload() with { Moves = [Past("x", from, to, TimeSpan.FromSeconds(30), completed: false)] });
        Assert.That((decision.Outcome, decision.HeldUntil), Is.EqualTo((DecisionOutcome.HeldBack, (DateTimeOffset?)Now.AddSeconds(90))));
        Assert.That(decision.Findings[0].Reasons[0].Code, Is.EqualTo(ReasonCodes.RecentlyMoved));
    }

    [Test]
    public void Decide_TargetTookPartInAMigration_IsPassedOver()
    {
        AutopilotDecision decision = Decider.Decide(Overload() with { Moves = [Past("x", "n9", "n3", TimeSpan.FromSeconds(30))] });
        Assert.That(decision.AllMoves.Select(m => m.To).Distinct(), Is.EqualTo(new[] { "n2" }));
        Assert.That(decision.Findings[0].Placements[0].Targets.Single(t => t.Node == "n3").Fate.Code, Is.EqualTo(ReasonCodes.RecentlyMoved));
    }

    [Test]
    public void Decide_MoveUnderWay_WaitsForItsEnd()
    {
        AutopilotDecision decision = Decider.Decide(Overload() with { Moves = [Past("x", "n1", "n2", TimeSpan.Zero) with { EndedAt = null }] });
        Assert.That((decision.Outcome, decision.Findings[0].Reasons[0].Code), Is.EqualTo((DecisionOutcome.HeldBack, ReasonCodes.MoveUnderWay)));
        Assert.That(decision.Signature, Is.Empty, "it is the answer of before, not a new one");
    }

    [Test]
    public void Decide_BudgetSpent_WaitsUntilTheOldestIsAnHourOld()
    {
        PastMove[] moves = [.. Enumerable.Range(1, 12).Select(i => Past("x", "n8", "n9", TimeSpan.FromMinutes(4 * i)))];
        AutopilotDecision decision = Decider.Decide(Overload() with { Moves = moves });
        Assert.That((decision.Outcome, decision.Findings[0].Reasons[0].Code), Is.EqualTo((DecisionOutcome.HeldBack, ReasonCodes.MoveBudget)));
        Assert.That(decision.HeldUntil, Is.EqualTo(moves[^1].StartedAt.AddHours(1)));
    }

    [Test]
    public void Decide_BudgetNearlySpent_CountsTheMovesOfThisRound()
    {
        PastMove[] moves = [.. Enumerable.Range(1, 11).Select(i => Past("x", "n8", "n9", TimeSpan.FromMinutes(4 * i)))];
        AutopilotDecision decision = Decider.Decide(Overload([.. Enumerable.Range(1, 6).Select(i => Guest($"g{i}", 1))]) with { Moves = moves });
        Assert.That(decision.AllMoves.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Decide_GuestLeftANodeWithinTheTime_DoesNotReturnThere()
    {
        DecisionInput input = Overload(Guest("a", 2.4), Guest("b", 2, policy: new() { NeverMove = true }));
        AutopilotDecision decision = Decider.Decide(input with { Moves = [Past("a", "n3", "n1", TimeSpan.FromMinutes(30))] });
        Assert.That(decision.Described(), Is.EqualTo(new[] { "a: n1 to n2" }));
        Assert.That(decision.TargetFate("a", "n3"), Is.EqualTo(ReasonCodes.WouldReturn));
    }

    [Test]
    public void Decide_OnlyWayIsBack_IsHeldBackUntilItMayReturn()
    {
        DecisionInput input = Overload(Guest("a", 2.4), Guest("b", 2, policy: new() { NeverMove = true }));
        AutopilotDecision decision = Decider.Decide(input with
        {
            Nodes = [input.Nodes[0], Node("n3")],
            Moves = [Past("a", "n3", "n1", TimeSpan.FromMinutes(30))],
        });
        Assert.That((decision.Outcome, decision.HeldUntil), Is.EqualTo((DecisionOutcome.HeldBack, (DateTimeOffset?)Now.AddMinutes(30))));
    }

    [Test]
    public void Decide_RefusedAShortTimeAgo_TriesTheNextNode()
    {
        DecisionInput input = Overload(Guest("a", 2.4), Guest("b", 2, policy: new() { NeverMove = true }));
        AutopilotDecision decision = Decider.Decide(input with { Refusals = [new(Identity("a").Uuid, "n3", Now.AddMinutes(-1), new(ReasonCodes.CpuIncompatible, "old"))] });
        Assert.That(decision.Described(), Is.EqualTo(new[] { "a: n1 to n2" }));
        Assert.That(decision.TargetFate("a", "n3"), Is.EqualTo(ReasonCodes.RecentlyRefused));
    }

    [Test]
    public void Decide_MoveCostsMoreThanItBrings_Stays()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 4.4, seconds: 3000)));
        Assert.That((decision.Outcome, decision.Fate("a")), Is.EqualTo((DecisionOutcome.NoMoveHelps, ReasonCodes.GainTooSmall)));
    }

    [Test]
    public void Decide_GuestsThatAskForNothing_BringNoRelief()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("a", 4.4, policy: new() { NeverMove = true }), Guest("idle", 0)));
        Assert.That(decision.Fate("idle"), Is.EqualTo(ReasonCodes.GainTooSmall));
    }

    [Test]
    public void Decide_NodeNotSeenForTooLong_IsStale()
    {
        DecisionInput input = Overload();
        AutopilotDecision decision = Decider.Decide(input with { Nodes = [input.Nodes[0] with { At = Now.AddSeconds(-7) }, .. input.Nodes.Skip(1)] });
        Assert.That((decision.Outcome, decision.Described().Count()), Is.EqualTo((DecisionOutcome.Stale, 0)));
    }

    [Test]
    public void Decide_RuleWithoutFreshReadings_IsStale() =>
        Assert.That(Decider.Decide(Overload() with { Causes = [Cause("n1") with { IsStale = true }] }).Outcome, Is.EqualTo(DecisionOutcome.Stale));

    private static IEnumerable<TestCaseData> ClosedTargets()
    {
        DecisionNode node = Node("n2");
        yield return new TestCaseData(node with { IsCordoned = true }, ReasonCodes.Cordoned);
        yield return new TestCaseData(node with { IsDraining = true }, ReasonCodes.NodeDraining);
        yield return new TestCaseData(node with { At = Now.AddSeconds(-7) }, ReasonCodes.StaleData);
        yield return new TestCaseData(node with { At = null }, ReasonCodes.StaleData);
        yield return new TestCaseData(node with { Processors = null }, ReasonCodes.UnknownData);
        yield return new TestCaseData(node with { MemoryAvailable = null }, ReasonCodes.UnknownData);
        yield return new TestCaseData(node with { MemoryAvailable = ByteCount.FromMebibytes(1500) }, ReasonCodes.DestinationMemory);
        yield return new TestCaseData(node with { Reserved = ByteCount.FromMebibytes(11 * 1024) }, ReasonCodes.DestinationMemory);
        yield return new TestCaseData(node with { Guests = [Guest("busy", 2)] }, ReasonCodes.WouldOverload);
        yield return new TestCaseData(node with { Processors = 1 }, ReasonCodes.WouldOverload);
    }

    [TestCaseSource(nameof(ClosedTargets))]
    public void Decide_TargetThatCannotTakeIt_SaysWhyAndNoMoveHelps(DecisionNode target, string code)
    {
        AutopilotDecision decision = Decider.Decide(Input([Cause("n1")], Node("n1", Guest("a", 1.4), Guest("b", 3, policy: new() { NeverMove = true })), target));
        Assert.That((decision.Outcome, decision.TargetFate("a", "n2")), Is.EqualTo((DecisionOutcome.NoMoveHelps, code)));
        Assert.That(decision.Findings[0].Reasons[0].Code, Is.EqualTo(ReasonCodes.NoMoveHelps));
    }

    [Test]
    public void Decide_RuleOfTheNodeWhereGuestsAskForLittle_DoesNotMakeTheTargetWorse()
    {
        AutopilotDecision decision = Decider.Decide(Input([Cause("n1", rule: "cpu-overload")], Node("n1", Guest("a", 1)), Node("n2", Guest("b", 0.4))));
        Assert.That(decision.TargetFate("a", "n2"), Is.EqualTo(ReasonCodes.WorseThanSource));
    }

    [Test]
    public void Decide_OnlyGuestOfAnEqualNode_HasNowhereToGo()
    {
        AutopilotDecision decision = Decider.Decide(Input([Cause("n1")], Node("n1", Guest("a", 4.4)), Node("n2")));
        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.NoMoveHelps));
    }

    [Test]
    public void Decide_TwoNodesOverloaded_DoNotFillTheSameTarget()
    {
        AutopilotDecision decision = Decider.Decide(Input(
            [Cause("n1"), Cause("n2")],
            Node("n1", Guest("a", 2), Guest("b", 2)),
            Node("n2", Guest("c", 2), Guest("d", 2.2)),
            Node("n3")));
        Assert.Multiple(() =>
        {
            Assert.That(decision.Described().Count(), Is.EqualTo(1), "n3 has room for one of them");
            Assert.That(decision.AllMoves.Single().From, Is.EqualTo("n2"), "the worst first");
            Assert.That(decision.Findings.Single(f => f.Node == "n1").Outcome, Is.EqualTo(DecisionOutcome.NoMoveHelps));
            Assert.That(decision.Findings.SelectMany(f => f.Placements).SelectMany(p => p.Targets).Where(t => t.Node == "n1" && t.Fate.Code != ReasonCodes.SameHost)
                .Select(t => t.Fate.Code), Is.All.EqualTo(ReasonCodes.HostOverloaded));
        });
    }

    [Test]
    public void Decide_MemoryIsShort_MovesOneGuestAndWaitsForItsEffect()
    {
        AutopilotDecision decision = Decider.Decide(Overload(Guest("small", 1, memoryGibibytes: 1), Guest("large", 1, memoryGibibytes: 4)) with
        {
            Causes = [Cause("n1", resource: "memory", rule: "thrashing")],
        });
        Assert.That(decision.Described(), Is.EqualTo(new[] { "large: n1 to n3" }), "both take as long, and the large one gives back more");
    }

    [Test]
    public void Decide_MachineFails_AllLeaveThoughTheirCooldownsRun()
    {
        DecisionInput input = Overload(Guest("a", 0.5), Guest("b", 0.5, policy: new() { Priority = 9 }), Guest("never", 0.5, policy: new() { NeverMove = true })) with
        {
            Causes = [Cause("n1", effect: RuleEffect.Degrading, resource: "hardware", rule: "memory-errors-uncorrected")],
            Moves = [Past("a", "n2", "n1", TimeSpan.FromSeconds(30))],
        };
        AutopilotDecision decision = Decider.Decide(input);
        Assert.That(decision.Described().Select(d => d[..1]), Is.EqualTo(new[] { "b", "a" }), "the most important first");
        Assert.That(decision.Fate("never"), Is.EqualTo(ReasonCodes.NeverMove));
    }

    [Test]
    public void Decide_CauseOfANodeThatIsNotInTheInventory_IsStale() =>
        Assert.That(Decider.Decide(Overload() with { Causes = [Cause("n9")] }).Outcome, Is.EqualTo(DecisionOutcome.Stale));

    [Test]
    public void Signature_SameAnswerWithOtherFigures_IsTheSame()
    {
        AutopilotDecision one = Decider.Decide(Overload(Guest("a", 2.4), Guest("b", 2)));
        AutopilotDecision other = Decider.Decide(Overload(Guest("a", 2.41), Guest("b", 2.01)));
        Assert.That(other.Signature, Is.EqualTo(one.Signature).And.Not.Empty);
    }
}
