using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Detection.Rules;

public sealed class RuleBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly DomainIdentity Web = new("web", Guid.NewGuid());
    private static readonly DomainIdentity Mail = new("mail", Guid.NewGuid());

    private static readonly Rule Steal = new()
    {
        Name = "steal",
        Signal = SignalNames.GuestSteal,
        Scope = SignalScope.Guest,
        Threshold = 0.2,
        Duration = TimeSpan.Zero,
        Resource = "cpu",
    };

    private static readonly Rule AnySteal = Steal with { Name = "any-steal", Scope = SignalScope.Node, Aggregate = RuleAggregate.Max };

    [Test]
    public void Next_RuleOfGuests_JudgesEachAlone()
    {
        RuleBook book = RuleBook.Empty.Next([Steal], Sample(0, [Web, Mail], (Web, 0.5), (Mail, 0.1)));
        Assert.That(book.Statuses.Select(s => (s.Guest?.Name, s.State)), Is.EqualTo(new[] { ("mail", RuleState.Ok), ("web", RuleState.Overloaded) }));
    }

    [Test]
    public void Next_SeveralReadingsOfAGuest_TheNewestCounts()
    {
        SignalSample sample = Sample(2, [Web], (Web, 0.5));
        RuleBook book = RuleBook.Empty.Next([Steal], sample with { Readings = [.. sample.Readings, .. Sample(0, [Web], (Web, 0.1)).Readings] });
        Assert.That(book.Statuses.Single().Value, Is.EqualTo(0.5));
    }

    [Test]
    public void Next_GuestLeft_LeavesItsRule()
    {
        RuleBook book = RuleBook.Empty.Next([Steal], Sample(0, [Web, Mail], (Web, 0.5), (Mail, 0.1))).Next([Steal], Sample(2, [Mail]));
        Assert.That(book.Statuses.Single().Guest, Is.EqualTo(Mail));
    }

    [TestCase(RuleAggregate.Max, 0.5)]
    [TestCase(RuleAggregate.Mean, 0.3)]
    [TestCase(RuleAggregate.Sum, 0.6)]
    public void Next_Aggregate_MakesOneNumberOfAllGuests(RuleAggregate aggregate, double value)
    {
        RuleBook book = RuleBook.Empty.Next([AnySteal with { Aggregate = aggregate }], Sample(0, [Web, Mail], (Web, 0.5), (Mail, 0.1)));
        Assert.That(book.Statuses.Single().Value, Is.EqualTo(value).Within(1e-9));
    }

    [Test]
    public void Next_LastGuestLeft_AggregateClears()
    {
        RuleBook book = RuleBook.Empty.Next([AnySteal], Sample(0, [Web], (Web, 0.5))).Next([AnySteal], Sample(2, []));
        Assert.That(book.Statuses.Single().State, Is.EqualTo(RuleState.Ok));
    }

    [Test]
    public void Next_GuestsNotKnown_AggregateKeepsItsState()
    {
        SignalSample silent = new() { At = Start.AddMinutes(1) };
        RuleStatus status = RuleBook.Empty.Next([AnySteal], Sample(0, [Web], (Web, 0.5))).Next([AnySteal], silent).Statuses.Single();
        Assert.That((status.State, status.IsStale), Is.EqualTo((RuleState.Overloaded, true)));
    }

    [Test]
    public void Next_AllGuestsSilent_IsNotZero()
    {
        RuleStatus status = RuleBook.Empty.Next([AnySteal], Sample(0, [Web])).Statuses.Single();
        Assert.That((status.State, status.Value), Is.EqualTo((RuleState.Unknown, (double?)null)));
    }

    [Test]
    public void Next_RuleChanged_BeginsAnew()
    {
        RuleBook book = RuleBook.Empty.Next([Steal, AnySteal], Sample(0, [Web], (Web, 0.5)));
        RuleBook changed = book.Next([Steal with { Threshold = 0.3, Duration = TimeSpan.FromSeconds(10) }, AnySteal with { }], Sample(2, [Web], (Web, 0.5)));
        Assert.That(
            changed.Statuses.Select(s => (s.Rule.Name, s.State)),
            Is.EqualTo(new[] { ("any-steal", RuleState.Overloaded), ("steal", RuleState.Pending) }), "an equal rule goes on");
    }

    [Test]
    public void Next_RuleGone_IsForgotten() =>
        Assert.That(RuleBook.Empty.Next([Steal], Sample(0, [Web], (Web, 0.5))).Next([], Sample(2, [Web])).Statuses, Is.Empty);

    private static SignalSample Sample(int seconds, DomainIdentity[] guests, params (DomainIdentity Guest, double Value)[] steal)
    {
        DateTimeOffset at = Start.AddSeconds(seconds);
        return new()
        {
            At = at,
            Node = "node",
            Guests = guests,
            GuestsKnownUntil = at.AddSeconds(6),
            Readings = [.. steal.Select(s => new SignalReading(SignalNames.GuestSteal, s.Guest, s.Value, at, at.AddSeconds(6)))],
        };
    }
}
