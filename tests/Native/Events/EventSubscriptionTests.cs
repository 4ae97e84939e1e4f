using ShadowMig.Native.Events;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Events;

public sealed class EventSubscriptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public void Offer_SlowHandler_LosesTheOldestEvents()
    {
        const int Offered = EventSubscription.Capacity + 1000;
        using var release = new ManualResetEventSlim();
        using var last = new ManualResetEventSlim();
        var rounds = new List<int>();
        using var subscription = new EventSubscription(
            LibvirtEventKinds.MigrationIteration,
            null,
            happened =>
            {
                release.Wait();
                int round = ((MigrationIterationEvent)happened).Iteration;
                rounds.Add(round);
                if (round == Offered)
                    last.Set();
            },
            null,
            _ => { });

        for (int round = 1; round <= Offered; round++)
            subscription.Offer(new MigrationIterationEvent(DateTimeOffset.UnixEpoch, "guest", Guid.Empty, round));
        release.Set();

        Assert.That(last.Wait(Patience), Is.True);
        Assert.That(rounds, Is.Ordered);
        Assert.That(rounds, Has.Count.InRange(EventSubscription.Capacity, EventSubscription.Capacity + 1));
    }

    [Test]
    public void Offer_HandlerAndItsFaultReceiverThrow_TheNextEventIsHandedOver()
    {
        using var heard = new CountdownEvent(2);
        using var subscription = new EventSubscription(
            LibvirtEventKinds.ConnectionClosed,
            null,
            _ =>
            {
                heard.Signal();
                throw new InvalidOperationException("handler");
            },
            _ => throw new InvalidOperationException("receiver"),
            _ => { });

        subscription.Offer(new ConnectionClosedEvent(DateTimeOffset.UnixEpoch, 1));
        subscription.Offer(new ConnectionClosedEvent(DateTimeOffset.UnixEpoch, 2));

        Assert.That(heard.Wait(Patience), Is.True);
    }

    [Test]
    public void Now_OfAConnectionsEvents_IsTheGivenClocks()
    {
        using ConnectHandle handle = OpenHandle();
        using var events = new ConnectionEvents(handle, new StoppedClock(), null);

        Assert.That(events.Now, Is.EqualTo(DateTimeOffset.UnixEpoch));
    }

    private static unsafe ConnectHandle OpenHandle()
    {
        EventLoop.EnsureStarted();
        return Libvirt.virConnectOpenAuth(TestDriver.Uri, null, 0);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
