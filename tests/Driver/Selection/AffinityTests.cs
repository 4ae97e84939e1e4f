using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Tests.Selection;

public sealed class AffinityTests
{
    [Test]
    public void Between_NodeRunsAGuestOfTheSameApartGroup_IsAConflictThatNamesBoth()
    {
        Affinity affinity = Affinity.Between(Guest("db1", apart: ["x", "db"]), [Guest("web"), Guest("db2", apart: ["db"])]);

        Assert.That(affinity.Conflict?.Code, Is.EqualTo(ReasonCodes.KeepApart));
        Assert.That(affinity.Conflict?.Message, Does.Contain("db2").And.Contain("group db"));
    }

    [Test]
    public void Between_OtherGroupsAndTheGuestItself_AreNoConflict()
    {
        DomainDescription guest = Guest("db1", apart: ["db"]);

        Assert.That(Affinity.Between(guest, [guest, Guest("a", apart: ["DB"]), Guest("b", together: ["db"])]).Conflict, Is.Null);
    }

    [Test]
    public void Between_GuestsOfItsTogetherGroup_AreCompanions()
    {
        Affinity affinity = Affinity.Between(Guest("app", together: ["shop"]), [Guest("cache", together: ["shop"]), Guest("other", together: ["mail"]), Guest("a", together: ["shop", "mail"])]);

        Assert.That(affinity.Companions, Is.EqualTo(new[] { "a", "cache" }));
        Assert.That(affinity.Conflict, Is.Null);
    }

    private static DomainDescription Guest(string name, string[]? apart = null, string[]? together = null) => new()
    {
        Identity = new(name, Guid.NewGuid()),
        VirtualizationType = "kvm",
        Memory = ByteCount.FromMebibytes(1),
        CurrentMemory = ByteCount.FromMebibytes(1),
        VirtualCpus = 1,
        Policy = new() { KeepApart = apart ?? [], KeepTogether = together ?? [] },
    };
}
