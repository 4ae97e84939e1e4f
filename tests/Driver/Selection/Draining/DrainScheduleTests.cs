using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection.Draining;
using ShadowMig.Driver.Tests.Planning;

namespace ShadowMig.Driver.Tests.Selection.Draining;

public sealed class DrainScheduleTests
{
    private const double Rate = 100e6;

    private static readonly DrainLink Link = new(new(Rate), 2, 2);

    [Test]
    public void Next_OneStreamFillsTheLink_BeginsNoSecondUntilItsLastByteIsSent()
    {
        DrainMove full = Move(1, seconds: 40, share: 1);
        DrainMove waiting = Move(2, 40, 1);

        Assert.That(DrainSchedule.Next([], [full], Link), Is.EqualTo(full));
        Assert.That(DrainSchedule.Next([(full, true)], [waiting], Link), Is.Null);
        Assert.That(DrainSchedule.Next([(full, false)], [waiting], Link), Is.EqualTo(waiting), "closing and proving it needs no link");
        Assert.That(DrainSchedule.Next([(full, false)], [waiting], Link with { MaxOutgoing = 1 }), Is.Null);
    }

    [Test]
    public void Next_StreamIsCappedAtHalfTheLink_BeginsASecondAndNoThird()
    {
        DrainLink wide = Link with { MaxOutgoing = 8, MaxIncoming = 8 };
        DrainMove[] moves = [Move(1, 40, 0.5), Move(2, 40, 0.5), Move(3, 40, 0.5)];

        Assert.That(DrainSchedule.Next([(moves[0], true)], moves[1..], wide), Is.EqualTo(moves[1]));
        Assert.That(DrainSchedule.Next([(moves[0], true), (moves[1], true)], moves[2..], wide), Is.Null);
    }

    [Test]
    public void Next_TargetIsBusyEnough_TakesTheNextOfAnother()
    {
        DrainLink link = Link with { MaxIncoming = 1 };
        DrainMove other = Move(3, 40, 0.1) with { Target = "b" };

        Assert.That(DrainSchedule.Next([(Move(1, 40, 0.1), true)], [Move(2, 40, 0.1), other], link), Is.EqualTo(other));
        Assert.That(DrainSchedule.Next([(Move(1, 40, 0.1), true)], [Move(2, 40, 0.1)], link), Is.Null);
    }

    [Test]
    public void Order_StreamsFillTheLink_QuickOnesFirst() =>
        Assert.That(
            DrainSchedule.Order([Move(1, 40, 1), Move(2, 3, 1), Move(3, 15, 1)], Link).Select(m => m.Alone.TotalSeconds), Is.Ordered.Ascending);

    [Test]
    public void Order_ALongOneWouldBeLeftAloneAtTheEnd_LargestFirst()
    {
        DrainMove[] moves = [Move(1, 10, 0.4), Move(2, 10, 0.4), Move(3, 20, 0.4)];

        IReadOnlyList<DrainMove> order = DrainSchedule.Order(moves, Link);

        Assert.That(order[0], Is.EqualTo(moves[2]));
        Assert.That(DrainForecast.Of(order, Link).Total, Is.LessThan(DrainForecast.Of([.. order.Reverse()], Link).Total));
    }

    [Test]
    public void Forecast_StreamsFillTheLink_IsTheirSumAndNearTheBound()
    {
        DrainMove[] moves = [Move(1, 40, 1), Move(2, 30, 1)];

        DrainForecast forecast = DrainForecast.Of(moves, Link);

        Assert.That(forecast.Total.TotalSeconds, Is.EqualTo(71).Within(1e-6), "the second begins while the first is closed, for a second");
        Assert.That(forecast.Bound.TotalSeconds, Is.EqualTo(70).Within(1e-6));
        Assert.That(DrainForecast.Of(moves, Link with { MaxOutgoing = 1 }).Total.TotalSeconds, Is.EqualTo(72).Within(1e-6), "one at a time");
    }

    [Test]
    public void Forecast_TwoAtATime_ShareTheLinkFairly()
    {
        // Each could use 60 % of the link; together they get half each.
        DrainForecast forecast = DrainForecast.Of([Move(1, 10, 0.6), Move(2, 10, 0.6)], Link);

        Assert.That(forecast.MostAtOnce, Is.EqualTo(2));
        Assert.That(forecast.Total.TotalSeconds, Is.EqualTo(13).Within(1e-6));
    }

    [Test]
    public void Forecast_OneRuns_CountsWhatIsLeftOfIt()
    {
        DrainForecast forecast = DrainForecast.Of([Move(2, 10, 1)], Link, [(Move(1, 40, 1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1))]);

        Assert.That(forecast.Total.TotalSeconds, Is.EqualTo(15).Within(1e-6));
    }

    [Test]
    public void Forecast_AnyMoves_KeepsTheBoundsAndNeverBeatsTheLink([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        DrainLink link = new(new(Rate), random.Next(1, 5), random.Next(1, 4));
        DrainMove[] moves =
        [
            .. Enumerable.Range(0, random.Next(1, 25)).Select(i => Move(i, 0.1 + (60 * random.NextDouble()), 0.05 + (0.95 * random.NextDouble())) with { Target = $"n{random.Next(3)}" }),
        ];

        IReadOnlyList<DrainMove> order = DrainSchedule.Order(moves, link);
        DrainForecast forecast = DrainForecast.Of(order, link);

        Assert.That(order, Is.EquivalentTo(moves));
        Assert.That(forecast.Total, Is.GreaterThanOrEqualTo(forecast.Bound));
        Assert.That(forecast.Total.TotalSeconds, Is.LessThanOrEqualTo(moves.Sum(m => m.Alone.TotalSeconds) + 1e-6), "one after the other is never better");
        Assert.That(forecast.Total, Is.GreaterThanOrEqualTo(moves.Max(m => m.Alone)));
        Assert.That(forecast.MostAtOnce, Is.InRange(1, link.MaxOutgoing));
    }

    [Test]
    public void Next_AnyState_KeepsBothBounds([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        DrainLink link = new(new(Rate), random.Next(1, 5), random.Next(1, 3));
        List<DrainMove> waiting = [.. Enumerable.Range(0, 20).Select(i => Move(i, 20, 0.02) with { Target = $"n{random.Next(3)}" })];
        List<(DrainMove Move, bool Sends)> running = [];
        while (DrainSchedule.Next(running, waiting, link) is { } next)
        {
            waiting.Remove(next);
            running.Add((next, random.Next(2) == 0));
        }

        Assert.That(running, Has.Count.InRange(1, link.MaxOutgoing));
        Assert.That(running.CountBy(r => r.Move.Target).Select(t => t.Value), Has.All.LessThanOrEqualTo(link.MaxIncoming));
    }

    [Test]
    public void Of_PlanThatGoes_TakesItsPredictionAndItsLink()
    {
        MigrationPlan plan = PlanningInputs.Plan(PlanningInputs.ManySmallChanges);

        DrainMove move = DrainMove.Of(plan);
        DrainLink link = DrainLink.Of([plan], null, 2, 2);

        Assert.That(move.Bytes, Is.EqualTo(plan.Chosen!.Prediction!.TransferBytes.P50));
        Assert.That(move.Alone.TotalSeconds, Is.EqualTo(plan.Chosen.Prediction.TotalSeconds.P50 + plan.Link!.HandoverTime.TotalSeconds).Within(1e-6));
        Assert.That(link.Rate, Is.EqualTo(plan.Link.Rate), "one stream was seen to reach that, its cap is its own");
        Assert.That(DrainLink.Of([plan], new(5e6), 2, 2).Rate, Is.EqualTo(new BytesPerSecond(5e6)), "a budget caps what all may send");
    }

    [Test]
    public void LinkOf_OneRateWasSeenAndAHigherOneAssumed_TakesWhatWasSeen()
    {
        MigrationPlan seen = PlanningInputs.Plan(PlanningInputs.Idle);
        MigrationPlan assumed = seen with { Link = seen.Link! with { Rate = new(seen.Link.Rate.Value * 3), IsMeasured = false } };

        Assert.That(DrainLink.Of([assumed, seen], null, 2, 2).Rate, Is.EqualTo(seen.Link.Rate));
        Assert.That(DrainLink.Of([assumed], null, 2, 2).Rate, Is.EqualTo(assumed.Link!.Rate));
    }

    /// <summary>A move that sends for so long with a share of the link, and is closed within a second.</summary>
    private static DrainMove Move(int number, double seconds, double share) =>
        new(new Guid(number, 0, 0, new byte[8]), "a", seconds * share * Rate, TimeSpan.Zero, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(1));
}
