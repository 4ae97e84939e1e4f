using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster;

[TestFixture]
public sealed class MigrationSlotsTests
{
    private static readonly StandingLock[] Running = [Claims.Standing(1, 2), Claims.Standing(1, 3), Claims.Standing(4, 2)];

    [Test]
    public void Objection_NoLimits_IsNone() => Assert.That(MigrationSlots.Objection(Running, Claims.Of(), new()), Is.Null);

    [TestCase(3, null, null, "MaxMigrations allows 3")]
    [TestCase(null, 2, null, "MaxMigrationsFromNode allows 2")]
    [TestCase(null, null, 2, "MaxMigrationsToNode allows 2")]
    public void Objection_LimitReached_NamesIt(int? all, int? from, int? to, string message)
    {
        Reason? objection = MigrationSlots.Objection(Running, Claims.Of(source: 1, destination: 2), Limits(all, from, to));
        Assert.That(objection?.Code, Is.EqualTo(ReasonCodes.MigrationLimit));
        Assert.That(objection!.Message, Does.Contain(message));
    }

    [TestCase(3, null, null)]
    [TestCase(null, 2, null)]
    [TestCase(null, null, 2)]
    public void Objection_TakeoverAndLimitReached_IsNone(int? all, int? from, int? to) =>
        Assert.That(MigrationSlots.Objection(Running, Claims.Of() with { IsTakeover = true }, Limits(all, from, to)), Is.Null);

    [TestCase(4, null, null)]
    [TestCase(null, 3, null)]
    [TestCase(null, null, 3)]
    public void Objection_OneSlotLeft_IsNone(int? all, int? from, int? to) =>
        Assert.That(MigrationSlots.Objection(Running, Claims.Of(source: 1, destination: 2), Limits(all, from, to)), Is.Null);

    [Test]
    public void Objection_OtherNodesAreBusy_IsNone() =>
        Assert.That(MigrationSlots.Objection(Running, Claims.Of(source: 5, destination: 6), Limits(null, 1, 1)), Is.Null);

    [Test]
    public void Objection_UnreadableLock_CountsForTheFleetOnly()
    {
        StandingLock[] running = [new(Guid.NewGuid(), 1, null)];
        Assert.That(MigrationSlots.Objection(running, Claims.Of(), Limits(null, 1, 1)), Is.Null);
        Assert.That(MigrationSlots.Objection(running, Claims.Of(), Limits(1, null, null)), Is.Not.Null);
    }

    private static CoordinationOptions Limits(int? all, int? from, int? to) =>
        new() { MaxMigrations = all, MaxMigrationsFromNode = from, MaxMigrationsToNode = to };
}
