using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Etcd;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>etcd is killed in the middle, and comes back.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdLossTests : EtcdFixture
{
    [Test]
    public async Task GuestLock_EtcdKilledAndBack_IsUnprovenMeanwhileAndHeldAgainAfter()
    {
        EtcdPeer peer = Peer();
        await using GuestLock held = await peer.TakeAsync();
        Server.Kill();
        await UntilAsync("noticed", () => Task.FromResult(held.Standing == LockStanding.Unproven));
        Assert.That((await held.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.CoordinationUnavailable));
        Assert.That(await held.MayAbortAsync(), Is.True);
        long began = TimeProvider.System.GetTimestamp();
        Assert.That(() => Peer().TakeAsync(Guid.NewGuid()), Throws.TypeOf<CoordinationUnavailableException>().With.Message.Contains(Server.Address));
        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(5)), "bounded");

        Server.Run();
        await UntilAsync("held again", () => Task.FromResult(held.Standing == LockStanding.Held));
        Assert.That(await held.ConfirmAsync(), Is.Null);
        StandingLock standing = (await Peer().Locks.StandingAsync(default)).Single();
        Assert.That(standing.Token, Is.EqualTo(held.Token), "nobody else can have had it in between");
    }

    [Test]
    public async Task Member_EtcdKilledAndBack_IsDownAndNoLeaderMeanwhile()
    {
        EtcdMember member = Peer().Member("a", 1);
        await member.BeatAsync(default);
        Assert.That(member.State, Has.Property(nameof(MembershipState.IsUp)).True.And.Property(nameof(MembershipState.IsLeader)).True);
        Server.Kill();
        await UntilAsync("not leading", async () =>
        {
            await member.BeatAsync(default);
            return !member.IsLeader;
        });
        Assert.That(member.State.IsUp, Is.False);
        Assert.That(member.State.SinceRenewal, Is.GreaterThan(TimeSpan.FromSeconds(1)));

        Server.Run();
        await UntilAsync("back", async () =>
        {
            await member.BeatAsync(default);
            return member.State is { IsUp: true, IsLeader: true };
        });
        await member.LeaveAsync();
    }
}
