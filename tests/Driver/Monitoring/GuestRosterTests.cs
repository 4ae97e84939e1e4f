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
