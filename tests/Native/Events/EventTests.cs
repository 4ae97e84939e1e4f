using System.Collections.Concurrent;

namespace ShadowMig.Native.Tests.Events;

/// <summary>Lifecycle events of libvirt's test driver, through libvirt's own event loop.</summary>
public sealed class EventTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<LibvirtEvent> _heard = [];
    private readonly BlockingCollection<Exception> _faults = [];
    private ILibvirtConnection _connection = null!;
    private ILibvirtDomain _domain = null!;

    [SetUp]
    public void Start()
    {
        _connection = TestDriver.Open(handlerFault: _faults.Add);
        _domain = TestDriver.StartDomain(_connection);
        while (_heard.TryTake(out _))
        {
        }
    }

    [TearDown]
    public void Stop()
    {
        TestDriver.Destroy(_connection, _domain.Uuid);
        _domain.Dispose();
        _connection.Dispose();
    }

    [OneTimeTearDown]
    public void Drop()
    {
        _heard.Dispose();
        _faults.Dispose();
    }

    [Test]
    public void Subscribe_OneDomain_HearsItsLifeInOrder()
    {
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        _domain.Suspend();
        _domain.Resume();
        _domain.Destroy();

        LifecycleEvent[] events = [Take(), Take(), Take()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events.Select(happened => happened.Type), Is.EqualTo(new[] { DomainLifecycle.Suspended, DomainLifecycle.Resumed, DomainLifecycle.Stopped }));
            Assert.That(events.Select(happened => happened.DomainUuid), Is.All.EqualTo(_domain.Uuid));
            Assert.That(events.Select(happened => happened.DomainName), Is.All.EqualTo(_domain.Name));
            Assert.That(events.Select(happened => happened.At), Is.Ordered);
            Assert.That(events[0].At, Is.GreaterThanOrEqualTo(before));
        }
    }

    [Test]
    public void Subscribe_OneDomain_DoesNotHearOthers()
    {
        using ILibvirtDomain other = TestDriver.StartDomain(_connection);
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        other.Suspend();
        other.Destroy();
        _domain.Suspend();

        Assert.That(Take().DomainUuid, Is.EqualTo(_domain.Uuid));
    }

    [Test]
    public void Subscribe_AllDomains_HearsEach()
    {
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, null, _heard.Add);
        using ILibvirtDomain other = TestDriver.StartDomain(_connection);
        _domain.Suspend();
        other.Destroy();

        Guid[] uuids = [Take().DomainUuid, Take().DomainUuid, Take().DomainUuid];
        Assert.That(uuids, Is.EqualTo(new[] { other.Uuid, _domain.Uuid, other.Uuid }));
    }

    [Test]
    public void Subscribe_ThousandEvents_KeepTheirOrder()
    {
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        for (int i = 0; i < 500; i++)
        {
            _domain.Suspend();
            _domain.Resume();
        }

        for (int i = 0; i < 500; i++)
        {
            Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
            Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Resumed));
        }
    }

    [Test]
    public void Handler_ThatThrows_HearsTheNextEvent()
    {
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, happened =>
        {
            _heard.Add(happened);
            throw new InvalidOperationException("handler");
        });

        _domain.Suspend();
        _domain.Resume();

        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Resumed));
        Assert.That(_faults.TryTake(out Exception? fault, Patience), Is.True);
        Assert.That(fault, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Dispose_OfASubscription_EndsIt()
    {
        var silent = new ConcurrentQueue<LibvirtEvent>();
        IDisposable ended = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, silent.Enqueue);
        using IDisposable open = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        ended.Dispose();
        ended.Dispose();
        _domain.Suspend();

        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void Dispose_FromTheHandler_IsAllowed()
    {
        var self = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
        self.SetResult(_connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, happened =>
        {
            self.Task.Result.Dispose();
            _heard.Add(happened);
        }));

        _domain.Suspend();

        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
    }

    [Test]
    public void Dispose_OfTheConnection_EndsItsSubscriptions()
    {
        int before = Native.Events.EventSinks.Count;
        ILibvirtConnection connection = TestDriver.Open();
        connection.Subscribe(LibvirtEventKinds.Lifecycle | LibvirtEventKinds.ConnectionClosed, null, _heard.Add);

        connection.Dispose();

        Assert.That(Native.Events.EventSinks.Count, Is.EqualTo(before));
    }

    [Test]
    public void Subscribe_ToWhatTheDriverLacks_StillHearsTheRest()
    {
        using IDisposable subscription = _connection.Subscribe(
            LibvirtEventKinds.Lifecycle | LibvirtEventKinds.JobCompleted | LibvirtEventKinds.MigrationIteration | LibvirtEventKinds.ConnectionClosed,
            _domain,
            _heard.Add);

        _domain.Suspend();

        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
    }

    [Test]
    public void Subscribe_DomainOfAnotherConnection_HearsIt()
    {
        using ILibvirtConnection other = TestDriver.Open();
        using IDisposable subscription = other.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        _domain.Suspend();

        Assert.That(Take().DomainUuid, Is.EqualTo(_domain.Uuid));
    }

    [Test]
    public void Subscribe_SeveralToTheSame_EachHearsAll()
    {
        using IDisposable first = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);
        using IDisposable second = _connection.Subscribe(LibvirtEventKinds.Lifecycle, null, _heard.Add);
        IDisposable third = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);
        third.Dispose();

        _domain.Suspend();
        _domain.Resume();

        DomainLifecycle[] heard = [Take().Type, Take().Type, Take().Type, Take().Type];
        Assert.That(heard, Is.EquivalentTo(new[] { DomainLifecycle.Suspended, DomainLifecycle.Suspended, DomainLifecycle.Resumed, DomainLifecycle.Resumed }));
    }

    [Test]
    public void SubscribeAndDispose_ByManyThreads_LeavesOneRegistrationForEachKind()
    {
        using IDisposable subscription = _connection.Subscribe(LibvirtEventKinds.Lifecycle, _domain, _heard.Add);

        Parallel.For(0, 400, _ => _connection.Subscribe(
            LibvirtEventKinds.Lifecycle | LibvirtEventKinds.JobCompleted | LibvirtEventKinds.ConnectionClosed, null, _ => { }).Dispose());
        _domain.Suspend();

        Assert.That(Take().Type, Is.EqualTo(DomainLifecycle.Suspended));
    }

    private LifecycleEvent Take()
    {
        Assert.That(_heard.TryTake(out LibvirtEvent? happened, Patience), Is.True, "no event came");
        return (LifecycleEvent)happened!;
    }
}
