using ShadowMig.Native.Events;

namespace ShadowMig.Native.Tests.Events;

public sealed class EventLoopTests
{
    [Test]
    public void Stop_IdleLoop_EndsAtOnceAndStartsAgain()
    {
        EventLoop.EnsureStarted();
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();

        EventLoop.Stop();

        Assert.That(time.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(2)));
        Assert.That(EventLoop.IsRunning, Is.False);
        EventLoop.EnsureStarted();
        Assert.That(EventLoop.IsRunning, Is.True);
    }

    [Test]
    public void Stop_WithoutALoop_DoesNothing()
    {
        EventLoop.EnsureStarted();
        EventLoop.Stop();
        EventLoop.Stop();

        Assert.That(EventLoop.IsRunning, Is.False);
        EventLoop.EnsureStarted();
    }

    [Test]
    public void EnsureStarted_AfterAStop_BringsEventsAgain()
    {
        using ILibvirtConnection connection = TestDriver.Open();
        using ILibvirtDomain domain = TestDriver.StartDomain(connection);
        using var heard = new CountdownEvent(1);
        using IDisposable subscription = connection.Subscribe(LibvirtEventKinds.Lifecycle, domain, _ => heard.Signal());
        EventLoop.Stop();
        EventLoop.EnsureStarted();

        domain.Destroy();

        Assert.That(heard.Wait(TimeSpan.FromSeconds(10)), Is.True);
    }
}
