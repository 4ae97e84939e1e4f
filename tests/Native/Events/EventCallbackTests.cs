using ShadowMig.Native.Events;
using ShadowMig.Native.Interop;
using ShadowMig.Native.Tests.Decoding;

namespace ShadowMig.Native.Tests.Events;

/// <summary>The callbacks as libvirt calls them, for what its test driver never tells.</summary>
public sealed unsafe class EventCallbackTests
{
    private ConnectHandle _connection = null!;
    private DomainHandle _domain = null!;

    [SetUp]
    public void Open()
    {
        TestDriver.Open().Dispose();
        _connection = Libvirt.virConnectOpenAuth(TestDriver.Uri, null, 0);
        _domain = Libvirt.virDomainLookupByName(_connection, "test");
    }

    [TearDown]
    public void Close()
    {
        _domain.Dispose();
        _connection.Dispose();
    }

    [Test]
    public void MigrationIteration_Called_PostsTheRound()
    {
        var sink = new RecordingSink();
        nint key = EventSinks.Add(sink);

        EventCallbacks.MigrationIteration(_connection.DangerousGetHandle(), _domain.DangerousGetHandle(), 3, key);

        EventSinks.Remove(key);
        Assert.That(sink.Heard, Is.EqualTo(new[] { new MigrationIterationEvent(sink.Now, "test", Uuid, 3) }));
    }

    [Test]
    public void JobCompleted_Called_CopiesTheStatistics()
    {
        var sink = new RecordingSink();
        nint key = EventSinks.Add(sink);
        using (var array = new TypedParameterArray(2))
        {
            array.Add("time_elapsed", 735UL);
            array.Add("downtime", 26UL);
            EventCallbacks.JobCompleted(_connection.DangerousGetHandle(), _domain.DangerousGetHandle(), array.List, array.Count, key);
        }

        EventSinks.Remove(key);
        DomainJobStatistics statistics = sink.Heard.OfType<JobCompletedEvent>().Single().Statistics;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Type, Is.EqualTo(DomainJobType.Completed));
            Assert.That(statistics.Elapsed, Is.EqualTo(TimeSpan.FromMilliseconds(735)));
            Assert.That(statistics.Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(26)));
        }
    }

    [Test]
    public void Closed_Called_ReachesEachSubscriptionThatWantsIt()
    {
        using var events = new ConnectionEvents(_connection, TimeProvider.System, null);
        using var heard = new CountdownEvent(2);
        using var unwanted = new ManualResetEventSlim();
        using IDisposable first = events.Subscribe(LibvirtEventKinds.ConnectionClosed, null, happened => Count(heard, happened));
        using IDisposable second = events.Subscribe(LibvirtEventKinds.ConnectionClosed, Uuid, happened => Count(heard, happened));
        using IDisposable other = events.Subscribe(LibvirtEventKinds.Lifecycle, null, _ => unwanted.Set());
        events.Subscribe(LibvirtEventKinds.ConnectionClosed, null, _ => unwanted.Set()).Dispose();
        nint key = EventSinks.Add(events);

        EventCallbacks.Closed(_connection.DangerousGetHandle(), 2, key);

        EventSinks.Remove(key);
        Assert.That(heard.Wait(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(unwanted.IsSet, Is.False);

        static void Count(CountdownEvent heard, LibvirtEvent happened)
        {
            if (happened is ConnectionClosedEvent { Reason: 2 })
                heard.Signal();
        }
    }

    [Test]
    public void Callback_WithANumberThatIsGone_DoesNothing() =>
        Assert.That(() => EventCallbacks.Lifecycle(_connection.DangerousGetHandle(), _domain.DangerousGetHandle(), 0, 0, -1), Is.Zero);

    [Test]
    public void Callback_WhoseReceiverThrows_ReturnsToNativeCode()
    {
        nint key = EventSinks.Add(new ThrowingSink());

        int result = EventCallbacks.Lifecycle(_connection.DangerousGetHandle(), _domain.DangerousGetHandle(), 0, 0, key);

        EventSinks.Remove(key);
        Assert.That(result, Is.Zero);
    }

    private Guid Uuid => Native.Decoding.DomainIdentity.Read(_domain.DangerousGetHandle()).Uuid;

    private sealed class RecordingSink : IEventSink
    {
        internal List<LibvirtEvent> Heard { get; } = [];

        public DateTimeOffset Now { get; } = DateTimeOffset.UnixEpoch;

        public void Post(LibvirtEvent happened) => Heard.Add(happened);
    }

    private sealed class ThrowingSink : IEventSink
    {
        public DateTimeOffset Now => throw new InvalidOperationException("clock");

        public void Post(LibvirtEvent happened) => throw new InvalidOperationException("post");
    }
}
