using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class GuestRosterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid();

    [Test]
    public void Update_GuestLeft_IsRemoved()
    {
        var roster = Update(Update(null, 0, [Full(A), Full(B)]), 1, [Full(A)]);
        Assert.That(roster.Keys, Is.EqualTo(new[] { A }));
    }

    [Test]
    public void Update_OnlyStateCame_KeepsTheLastSampleUntilStale()
    {
        var roster = Update(null, 0, [Full(A), Full(B)]);
        for (int tick = 1; tick <= 3; tick++)
            roster = Update(roster, tick, [Full(A), Reduced(B)]);
        GuestSample early = Sample(roster, B, 3);
        GuestSample late = Sample(roster, B, 4);
        Assert.Multiple(() =>
        {
            Assert.That(early.At, Is.EqualTo(Start));
            Assert.That(early.MemoryResident, Is.Not.Null);
            Assert.That(early.IsStale, Is.False);
            Assert.That(late.IsStale, Is.True);
            Assert.That(Sample(roster, A, 3).IsStale, Is.False);
        });
    }

    [Test]
    public void Samples_ClockSetBack_SampleFromTheFutureIsStale() =>
        Assert.That(Sample(Update(null, 10, [Full(A)]), A, 9).IsStale, Is.True);

    [Test]
    public void Update_SilentGuest_KeepsItsSample()
    {
        var roster = Update(Update(null, 0, [Full(A), Full(B)]), 1, [Full(A)], [new("b", B)]);
        Assert.That(Sample(roster, B, 1).At, Is.EqualTo(Start));
    }

    [Test]
    public void Update_SilentGuestNeverRead_IsThereAndStale()
    {
        var roster = Update(null, 0, [Full(A)], [new("b", B)]);
        Assert.That(Sample(roster, B, 0).IsStale, Is.True);
    }

    [Test]
    public void Update_HungSinceBeforeTheFirstTick_BecomesStale()
    {
        var roster = Update(null, 0, [Reduced(B)]);
        for (int tick = 1; tick <= 4; tick++)
            roster = Update(roster, tick, [Reduced(B)]);
        Assert.That(Sample(roster, B, 4).IsStale, Is.True);
    }

    [Test]
    public void Update_AnswersAgain_IsFreshWithRatesOverTheGap()
    {
        var roster = Update(Update(Update(null, 0, [Full(B)]), 1, [Reduced(B)]), 5, [Full(B, cpuSeconds: 5)]);
        GuestSample sample = Sample(roster, B, 5);
        Assert.That(sample.IsStale, Is.False);
        Assert.That(sample.CpuUsage, Is.EqualTo(0.5));
    }

    [Test]
    public void Update_DriverThatNeverTellsMemory_IsFreshAllTheSame()
    {
        IReadOnlyDictionary<Guid, GuestEntry> roster = new Dictionary<Guid, GuestEntry>();
        for (int tick = 0; tick <= 5; tick++)
            roster = GuestRoster.Update(roster, new() { At = Start + (tick * Tick), Statistics = [Reduced(A)] });
        Assert.That(Sample(roster, A, 5).IsStale, Is.False);
    }

    [Test]
    public void Update_ReducedButStateChanged_TellsTheNewState()
    {
        var roster = Update(Update(null, 0, [Full(A)]), 1, [Reduced(A) with { State = new(DomainState.Paused, 1) }]);
        Assert.That(Sample(roster, A, 1).State, Is.EqualTo(DomainState.Paused));
    }

    [Test]
    public void Update_LittleWasAsked_RenewsWhatCameAndKeepsTheRest()
    {
        var roster = Update(Update(null, 0, [Waited(0)]), 1, [Waited(1)]);
        roster = GuestRoster.Update(roster, Little(2, Reduced(A) with { CpuTime = TimeSpan.FromSeconds(3) }));
        GuestSample sample = Sample(roster, A, 2);
        Assert.Multiple(() =>
        {
            Assert.That(sample.At, Is.EqualTo(Start + (2 * Tick)));
            Assert.That(sample.DetailedAt, Is.EqualTo(Start + Tick));
            Assert.That(sample.CpuUsage, Is.EqualTo(1.5));
            Assert.That(sample.StealRatio, Is.EqualTo(0.5), "of the ticks before");
            Assert.That(sample.MemoryResident?.Value, Is.EqualTo(1 << 20));
        });
    }

    [Test]
    public void Update_AllIsAskedAgain_WaitingIsOverTheWholeTime()
    {
        var roster = GuestRoster.Update(Update(null, 0, [Waited(0)]), Little(1, Reduced(A)));
        Assert.That(Sample(Update(roster, 4, [Waited(2)]), A, 4).StealRatio, Is.EqualTo(0.25));
    }

    [Test]
    public void Update_GuestDidNotAnswerItself_WhatLibvirtKnowsRenewsNothing()
    {
        var roster = Update(Update(null, 0, [Full(A)]), 1, [Reduced(A)]);
        for (int tick = 2; tick <= 4; tick++)
            roster = GuestRoster.Update(roster, Little(tick, Reduced(A)));
        Assert.That(Sample(roster, A, 4).IsStale, Is.True);
        roster = Update(roster, 5, [Full(A)]);
        roster = GuestRoster.Update(roster, Little(6, Reduced(A)));
        Assert.That(Sample(roster, A, 8).IsStale, Is.False);
    }

    [Test]
    public void Update_GuestSeenFirstWhenLittleWasAsked_IsThereAndFresh()
    {
        var roster = GuestRoster.Update(new Dictionary<Guid, GuestEntry>(), Little(0, Reduced(A)));
        Assert.That((Sample(roster, A, 0).IsStale, Sample(roster, A, 0).DetailedAt), Is.EqualTo((false, (DateTimeOffset?)null)));
    }

    [Test]
    public void Update_Entries_DoNotHoldTheRawFields()
    {
        TypedParameters fields = new(new Dictionary<string, object> { ["vcpu.0.exits.sum"] = 1UL });
        Assert.That(Update(null, 0, [Full(A) with { Fields = fields }])[A].Readings?.Fields.Values, Is.Empty);
    }

    private static GuestReadings Little(int tick, DomainStatistics statistics) =>
        new() { At = Start + (tick * Tick), Statistics = [statistics], TellsResidentMemory = true, IsDetailed = false };

    private static DomainStatistics Waited(int seconds) => Full(A) with { Vcpus = [new(0, 1, null, null, TimeSpan.FromSeconds(seconds))] };

    private static IReadOnlyDictionary<Guid, GuestEntry> Update(
        IReadOnlyDictionary<Guid, GuestEntry>? before, int tick, DomainStatistics[] statistics, DomainIdentity[]? silent = null) =>
        GuestRoster.Update(
            before ?? new Dictionary<Guid, GuestEntry>(),
            new() { At = Start + (tick * Tick), Statistics = statistics, Silent = silent ?? [], TellsResidentMemory = true });

    private static GuestSample Sample(IReadOnlyDictionary<Guid, GuestEntry> roster, Guid guest, int tick) =>
        GuestRoster.Samples(roster, Start + (tick * Tick), 3 * Tick).Single(s => s.Domain.Uuid == guest);

    private static DomainStatistics Full(Guid uuid, int cpuSeconds = 0) =>
        Reduced(uuid) with { Memory = new() { ResidentBytes = 1 << 20 }, CpuTime = TimeSpan.FromSeconds(cpuSeconds) };

    private static DomainStatistics Reduced(Guid uuid) => new() { Name = uuid == A ? "a" : "b", Uuid = uuid, State = new(DomainState.Running, 1) };
}
